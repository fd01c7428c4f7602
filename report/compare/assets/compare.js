"use strict";
(() => {
  const root = document.documentElement;
  const pages = [...document.querySelectorAll("article.page")];
  const modes = [...document.querySelectorAll('input[name="mode"]')];
  const amount = document.getElementById("amount");
  const frames = document.getElementById("frames");
  if (!pages.length) return;
  let current = -1;
  let timer = 0;

  const show = (mode) => {
    root.dataset.mode = mode;
    modes.forEach((one) => { one.checked = one.value === mode; });
    clearInterval(timer);
    root.classList.remove("second");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (mode === "blink" && !still) {
      timer = setInterval(() => root.classList.toggle("second"), 700);
    }
  };
  const slide = () => {
    root.style.setProperty("--amount", `${amount.value}%`);
    root.style.setProperty("--share", amount.value / 100);
  };
  const frame = () => root.classList.toggle("no-frames", !frames.checked);
  const go = (index) => {
    current = Math.min(Math.max(index, 0), pages.length - 1);
    pages.forEach((page, at) => page.classList.toggle("current", at === current));
    pages[current].scrollIntoView({ block: "start" });
    pages[current].focus({ preventScroll: true });
  };
  const nearest = () => {
    if (current >= 0) return current;
    const top = pages.findIndex((page) => page.getBoundingClientRect().bottom > 80);
    return top - 1;
  };

  modes.forEach((one) => one.addEventListener("change", () => show(one.value)));
  amount.addEventListener("input", slide);
  frames.addEventListener("change", frame);
  document.getElementById("next").addEventListener("click", () => go(nearest() + 1));
  document.getElementById("previous").addEventListener("click", () => go(nearest() - 1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const typing = event.target.matches('input[type="range"]');
    if (key === "j" || key === "n") go(nearest() + 1);
    else if (key === "k" || key === "p") go(nearest() - 1);
    else if (key >= "1" && key <= String(modes.length)) show(modes[Number(key) - 1].value);
    else if (key === "f") { frames.checked = !frames.checked; frame(); }
    else if (key === "b") { root.classList.toggle("second"); }
    else if ((key === "arrowleft" || key === "arrowright") && !typing &&
             (root.dataset.mode === "swipe" || root.dataset.mode === "onion") &&
             !event.target.matches('input[type="radio"]')) {
      amount.value = Number(amount.value) + (key === "arrowright" ? 5 : -5);
      slide();
    } else return;
    event.preventDefault();
  });
  show("side");
  slide();
})();
