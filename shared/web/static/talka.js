// The one thing that a page cannot say without a script: there is no network just now, so what was typed is not sent.
"use strict";

const notice = document.querySelector("[data-offline]");

function tell() {
  notice.hidden = navigator.onLine;
}

addEventListener("online", tell);
addEventListener("offline", tell);
document.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault(); // the browser's own page about a lost network would take the form away
    tell();
    notice.focus();
  }
});
tell();
