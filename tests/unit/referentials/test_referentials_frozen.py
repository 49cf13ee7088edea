"""A vocabulary never changes by accident: its version and its content are written here."""

from hashlib import sha256

import pytest

from maillage.referentials import loading, selectors

MANIFEST = {
    "access": ("1.0.2-2", "6d2ee447e93b7365474bc126c265fcc3b77212e4742c6589d18986222fee2e69"),
    "accessibility": ("1", "8d01b25d941c1bf9801160e64370ecea73976882c1511ba93aba070f50be45c8"),
    "audiences": ("1.0.2-2", "ad205923796cc2d1c75f0e03efee87be9190c82c5884dc326d82b07c35ae0de6"),
    "care": ("1.0.2-2", "23cdbfea63ee69ea2583842a347e358909f7b9b9af011c9c303ac4b849f07229"),
    "coop_themes": ("2026-06-30-2", "14e1bc38353b756315dc4634ca3bb53bbce2f95fa0ad6b17c031a30bb8156552"),
    "costs": ("1.0.2-2", "266300556a8ddb050207d7a52ba8ee6253ff3f174ebca79de194392e422fea83"),
    "data_inclusion_publics": ("1.0.8-2", "1586c248b450c66b1459f57cc149345ebae031fb2dd8fd9380df955acfd990d8"),
    "data_inclusion_themes": ("1.0.8-2", "80d99f118dd1c0aa3dd79217122caf93c9bf066a8c6f816abc33db4b3b415882"),
    "equipment": ("2", "e11d7b8ed0ebfbd8ea0a03135edce4699c053d1137d2b812005225aa507674e8"),
    "itinerance": ("1.0.2-2", "c5bcf298dab1efce2d8ce2e4bcd3a9209e0724e36c4f0ec9465774962f914b7b"),
    "kinds": ("1.0.2-2", "a33d9b05dd1dca5808a865b3c2eee1b5fc6c776a71b78d92e8a342d991a818f7"),
    "labels": ("1.0.2-2", "c04b33ad244e79642d2265001673ee457e8a3a0ed14d3983737ec536b6deb432"),
    "languages": ("2", "837e9a1c23c7f87696a8673b28ec35c45108dcc2498b1e3ce1a48c97c9536690"),
    "level": ("2", "f32fcb7ec4911c103301eeabd251270f4a4336239e8382cbf420ee8b85317146"),
    "needs": ("2", "388da662b86ff20d06f498753acd494a43f694fd508d14b1ced0f2c76e5f992c"),
    "programmes": ("1.0.2-2", "faff34a3775758f4dfaf4d6bb11485f43bcc63c3103ad317d1ab67a875dd091b"),
    "roles": ("2", "2183bfb6e5c56e84231f27e7a12de960140e6343abb0d4cd2ba938845b8e9a06"),
    "services": ("1.0.2-2", "76e5ff65546f321c88565c1390ac94060e273c1542fa757ab57d74047823292e"),
    "support": ("1.0.2-2", "803f192755bafd2f0f9ab3fb8f8d261ca9d28c1801d2486a2a042214e9c0eb12"),
    "who_may_come": ("2", "1a550938fa307c48bbb3d1ba7ae9eeb20107a1b231ce83fa15de57c62ab61aa2"),
}


def test_every_file_is_in_the_manifest():
    assert set(MANIFEST) == set(selectors.vocabularies())


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_is_what_the_manifest_says(name):
    found = (selectors.vocabulary(name).meta.version, sha256((loading.DATA / f"{name}.toml").read_bytes()).hexdigest())

    assert found == MANIFEST[name], f"{name}.toml changed: raise its version, then write {found} in MANIFEST"
