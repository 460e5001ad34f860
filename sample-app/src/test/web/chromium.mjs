// Unpacks the browser of the npm package and prints its path.
import chromium from '@sparticuz/chromium';

console.log(await chromium.executablePath());
