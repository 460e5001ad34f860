// Menus: one is open at a time; Escape closes it, and so does choosing from it.

const menus = [...document.querySelectorAll('details.more')];

for (const menu of menus) {
  const close = () => {
    menu.open = false;
    menu.querySelector('summary').focus();
  };
  menu.addEventListener('toggle', () => {
    if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  menu.addEventListener('click', ({ target }) => {
    if (target.closest('a')) close();
  });
}
