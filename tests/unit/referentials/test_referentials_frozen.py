"""A vocabulary never changes by accident: its version and its content are written here."""

from hashlib import sha256

import pytest

from maillage.referentials import loading, selectors

MANIFEST = {
    "access": ("1.0.2-1", "28ac058adab32d9c9573fe049d0263c73a96794881bd34bbf255f1bd3f8ab6c1"),
    "audiences": ("1.0.2-1", "f69236a25336e611c1caa2833e90c470de4ec0784d2ba93fdbabee8c09b1f78f"),
    "care": ("1.0.2-1", "e0c850db48e61b159a1c1f71aebf50e67609c019d103a5b1cce6fb509516e901"),
    "coop_themes": ("2026-06-30", "ed35f5f1d57c5f459c22227e46b1489d41a9b37dece98c778507d69cc0fc1851"),
    "costs": ("1.0.2-1", "809c0b117ae1bbb3715dd751ac0a710e40a007fc49a502061bc51622a01181e2"),
    "data_inclusion_publics": ("1.0.8", "135df0f8baf5e6964d76b9e109def5a344f6f9bd3de8e66d42b9ab373a6b1b92"),
    "data_inclusion_themes": ("1.0.8", "4da87b0eaa44313e0130bb72071757aafadbffe2873c677b2d7c3554a41e4d68"),
    "equipment": ("1", "b5a3da0d018f26eca6ded41ea36ac988c20303ca4f06fa87032ef45566d3338d"),
    "itinerance": ("1.0.2-1", "bb348f7dc505a0c844f38c9d6df7901bb61be36395dd9fb798d14c67893d1b4e"),
    "kinds": ("1.0.2-1", "2769e153f8eee5b0e4af699a1bc5ad8ab8cd6a38fca29f7e4e2a822ace455d5f"),
    "labels": ("1.0.2-1", "fb458607d23cadeb3646aecbc673fa33242e88015980ae854086156212ace2bc"),
    "languages": ("1", "3b95e701377769ebee27109b548266681162013fe4720ba969c44cf1d4f9407e"),
    "level": ("1", "a60e4b5e2bd1f5fb90b433ea574ca26a5362d0ed00904e4cc4de476044ce3b07"),
    "needs": ("1", "4adccd2acf5fabd8f38f3036c126588d9a5bde0dda369527b343f410b9eddbae"),
    "programmes": ("1.0.2-1", "02b06cdf5f9808ced28f21111e99e566560049d5bb0dcb31b6f827c9bab54a0a"),
    "roles": ("1", "54edfd82ae7cd130a863f7a6d26cee215d2ebcc0e2e2527b50f1cef43ebf59df"),
    "services": ("1.0.2-1", "07943ca2db05bfd73eaf29938ad18541843624272ce50d44d947a0670c07019b"),
    "support": ("1.0.2-1", "c2d866837f22b5c04515373431105b2adf721b5360a691b43a234a5cf783c929"),
    "who_may_come": ("1", "3199e67cdcaac1fc5901d851ba9aa66f6cae4eae7103fcb10a4acf894d00c7ce"),
}


def test_every_file_is_in_the_manifest():
    assert set(MANIFEST) == set(selectors.vocabularies())


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_is_what_the_manifest_says(name):
    found = (selectors.vocabulary(name).meta.version, sha256((loading.DATA / f"{name}.toml").read_bytes()).hexdigest())

    assert found == MANIFEST[name], f"{name}.toml changed: raise its version, then write {found} in MANIFEST"
