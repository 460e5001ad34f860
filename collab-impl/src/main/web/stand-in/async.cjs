// The two functions of npm's `async` that ShareDB's presence uses.

exports.parallel = function parallel(tasks, done) {
  exports.each(tasks, (task, next) => task(next), done);
};

exports.each = function each(items, visit, done) {
  let left = items.length;
  let over = false;
  function next(error) {
    if (over) return;
    left--;
    if (error || left === 0) {
      over = true;
      done(error);
    }
  }
  if (left === 0) {
    done(null);
    return;
  }
  for (const item of items) visit(item, next);
};
