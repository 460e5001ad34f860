// The one function of Node's `util` that ShareDB's client uses.

exports.inherits = function inherits(constructor, parent) {
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
  Object.setPrototypeOf(constructor, parent);
};
