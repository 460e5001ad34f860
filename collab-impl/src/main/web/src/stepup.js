/** How old a confirmation may be, in seconds, if RFC 9470's challenge asks for one; else null. */
export function confirmationAge(response) {
  const challenge = response.headers.get('WWW-Authenticate') ?? '';
  if (response.status !== 401 || !challenge.includes('insufficient_user_authentication')) return null;
  return Number(/max_age="?(\d+)/.exec(challenge)?.[1] ?? 0);
}
