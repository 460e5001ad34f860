// The account's page.
import './sign-out.js';
import './times.js';
