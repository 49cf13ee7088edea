// Knows the keyboard of the page of a pair: a figure answers, arrows go from one answer to the next. Everything works without it.

const QUIET = 350; // milliseconds: a key held down, or struck twice, must not answer the next pair as well
const FIGURE = /^(?:Digit|Numpad)(\d)$/; // the key, not what it writes: on a French keyboard, figures want the shift key
const answers = [...document.querySelectorAll(".reply")];
const form = document.querySelector(".replies");

// Keys of one sign can be turned off (WCAG 2.1.4), and stay so in this browser.
const choice = document.querySelector(".keys");
const isOn = choice.querySelector("input");
choice.hidden = false;
isOn.checked = localStorage.getItem("keys") !== "off";
const tell = () => form.classList.toggle("keys-off", !isOn.checked);
tell();
isOn.addEventListener("change", () => {
  localStorage.setItem("keys", isOn.checked ? "on" : "off");
  tell();
});

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const figure = event.code.match(FIGURE);
  if (figure && isOn.checked) {
    const button = document.querySelector(`[data-key="${figure[1]}"]`);
    if (button && performance.now() > QUIET) button.click();
    return;
  }
  const here = answers.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && here >= 0) {
    event.preventDefault();
    answers[(here + step + answers.length) % answers.length].focus();
  }
});

// One answer is sent once. Disabled after the browser has read which button was pressed.
form.addEventListener("submit", () => setTimeout(() => answers.forEach((answer) => (answer.disabled = true))));
window.addEventListener("pageshow", () => answers.forEach((answer) => (answer.disabled = false)));
