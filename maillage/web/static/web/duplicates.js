// Knows the keyboard of the page of a pair: a figure answers, arrows go from one answer to the next. Everything works without it.

const QUIET = 350; // milliseconds: a key held down, or struck twice, must not answer the next pair as well
const answers = [...document.querySelectorAll(".reply")];
const typed = (event) => event.target.closest("input, textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || typed(event)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    if (performance.now() > QUIET) button.click();
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
document.querySelector(".replies").addEventListener("submit", () => setTimeout(() => answers.forEach((answer) => (answer.disabled = true))));
window.addEventListener("pageshow", () => answers.forEach((answer) => (answer.disabled = false)));
