// A line of JSON for each test: {"name": "suite: test", "error": message or null}.
export default async function* reporter(source) {
  const suites = [];
  for await (const {type, data} of source) {
    if (type === 'test:start') suites[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const error = type === 'test:fail' ? data.details.error : null;
    const cause = error?.cause ?? error;
    yield `${JSON.stringify({
      name: [...suites.slice(0, data.nesting), data.name].join(': '),
      error: cause && String(cause.stack ?? cause.message ?? cause),
    })}\n`;
  }
}
