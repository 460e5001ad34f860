/** Binds the fields of a form to a document of the type `json0`. */
import type { CollabDocument, Self } from './collab.js';

export interface FormBinding {
  /** Lets go of the form, which keeps what it shows; nobody can write in it. */
  close(): void;
}

export interface FormMessages {
  /** Who is in a field, as a hint to those who are not. */
  editing(name: string): string;
}

/**
 * Keeps the fields in an element, a `<form>` as a rule, and a document of the type `json0` the same.
 *
 * A field's `name` is the way to its value, with dots between: `title`, `place.room`. Texts are
 * strings that several people edit at once, letter by letter; a checkbox is a boolean, a number or a
 * range is a number or null, a choice is the string of what is chosen or null, a list of several a
 * list of strings; dates, times and colours are strings that the last one sets. Passwords, files and
 * hidden fields are left out, and what has the attribute `data-collab-ignore`.
 *
 * An element with `data-collab-list="agenda"` holds a list: a copy of its `<template>` for each item,
 * in which names are the ways from there. Buttons with `data-collab-add="agenda"`, and in an item
 * `data-collab-remove` and `data-collab-move="-1"`, change it.
 *
 * Where somebody else is in a field, a hint says so beside it.
 *
 * @param options person joins the document's people; messages: without them those of this library, in
 *     the language of the page
 */
export function bindForm(
  document: CollabDocument,
  form: HTMLElement,
  options?: { person?: Self; messages?: FormMessages },
): FormBinding;
