// A page that answers a form cannot be shown again by «back»: the browser asks to send the form once more. So when a
// person goes on from it, the history keeps its address as one to open; the address of a button leads to its page.
export function start(root) {
  if (root !== document || !document.documentElement.hasAttribute("data-answer")) return;
  const keep = () => history.replaceState(history.state, "", location.href);
  document.addEventListener("submit", keep);
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")) keep();
  });
}
