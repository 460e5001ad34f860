// The parts of a meeting: its minutes, its agenda, its code. One is shown; the address says which.

const tabs = [...document.querySelectorAll('[role=tab]')];

/**
 * Lets people choose.
 *
 * @param {Object<string, () => void>} openers by the part's id: called when it is shown first
 */
export function offerParts(openers) {
  const opened = new Set();
  const show = () => {
    const wanted = tabs.find((tab) => `#${partOf(tab)}` === location.hash) ?? tabs[0];
    for (const tab of tabs) {
      const isShown = tab === wanted;
      tab.setAttribute('aria-selected', isShown);
      tab.tabIndex = isShown ? 0 : -1;
      document.getElementById(partOf(tab)).hidden = !isShown;
    }
    const part = partOf(wanted);
    document.body.dataset.part = part;
    if (!opened.has(part)) openers[part]?.();
    opened.add(part);
  };
  for (const tab of tabs) {
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step) choose(tabs.at((tabs.indexOf(tab) + step) % tabs.length)).focus();
    });
  }
  window.addEventListener('hashchange', show);
  show();
}

function choose(tab) {
  // Going back leaves the meeting, not the part.
  location.replace(`#${partOf(tab)}`);
  return tab;
}

function partOf(tab) {
  return tab.getAttribute('aria-controls');
}
