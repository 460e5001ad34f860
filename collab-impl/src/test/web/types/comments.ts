// What pages may write of comments. It is only checked, never run.
import { connect } from '../../../main/web/src/collab.js';
import { commentsOf, type Thread } from '../../../main/web/src/comments.js';
import { defineCommentList, type CommentList } from '../../../main/web/src/commentlist.js';
import { bindComments } from '../../../main/web/src/quillcomments.js';

const notes = await connect().open('notes', '42');
const comments = commentsOf(notes, { headers: async () => ({ Authorization: 'Bearer …' }) });
defineCommentList();
const list = document.querySelector('collab-comments') as CommentList;
list.comments = comments;
list.me = 'ann';
list.nameOf = (author) => author.toUpperCase();
list.addEventListener('select', ({ detail }) => console.log(detail.thread, detail.anchor));
const inText = bindComments(comments, {}, list);
inText.compose();
await comments.start({ index: 4, length: 6 }, 'Since when?');
const open: Thread[] = comments.threads.filter(({ resolved }) => resolved === null);
await comments.reply(open[0].id, 'Since Monday.');
// @ts-expect-error a stretch has a length
await comments.start({ index: 4 }, 'Since when?');
