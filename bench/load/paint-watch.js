// Runs in the page before its own scripts: tells when a card whose notes carry a marker has been painted.
const seen = new Map();

function entry(marker) {
  if (!seen.has(marker)) seen.set(marker, Promise.withResolvers());
  return seen.get(marker);
}

/** The page's time at which the marked card was painted; fails if it was painted where nobody sees it. */
globalThis.whenPainted = (marker) => entry(String(marker)).promise;

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      const marker = /@@(\d+)@@/.exec(node.textContent)?.[1];
      if (marker === undefined || entry(marker).isNoticed) continue;
      entry(marker).isNoticed = true;
      tellOncePainted(node, entry(marker));
    }
  }
}).observe(document, { childList: true, subtree: true });

// The frame callback runs before its frame is painted; a message that is sent from it arrives after that.
function tellOncePainted(node, { resolve, reject }) {
  requestAnimationFrame(() => {
    const { top, bottom } = node.getBoundingClientRect();
    const isInView = top >= 0 && bottom <= innerHeight;
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      if (isInView) resolve(performance.now());
      else reject(new Error(`The card was painted out of view, from ${top} to ${bottom}.`));
    });
    port1.start();
    port2.postMessage(null);
  });
}
