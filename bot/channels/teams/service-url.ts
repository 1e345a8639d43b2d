/** Hosts of the Bot Framework's own connectors; replies carry our token, so they go nowhere else. */
const HOSTS = [
  /^smba\.trafficmanager\.net$/,
  /^smba\.infra\.(gcc|gov)\.teams\.microsoft\.(com|us)$/,
  /^([a-z0-9-]+\.)+botframework\.(com|us|azure\.us)$/,
];
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Whether a reply may be sent to this address; loopback only where `allowLoopback` (development, tests). */
export function serviceUrlAllowed(serviceUrl: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname } = new URL(serviceUrl);
  if (allowLoopback && LOOPBACK.test(hostname)) return protocol === 'http:' || protocol === 'https:';
  return protocol === 'https:' && HOSTS.some((host) => host.test(hostname));
}
