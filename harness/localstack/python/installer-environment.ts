/**
 * What pip and uv may take over from the person: how the network and the package index are reached, and where downloads
 * are kept. Not where or what to install (`PIP_TARGET`, `UV_PYTHON`, `PYTHONPATH` …), which is ours to say.
 */
const INHERITED = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|XDG_\w+|NETRC)$/,
  /^(https?|all|no|ftp)_proxy$/i,
  /^(SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/,
  /^PIP_(CONFIG_FILE|INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY)$/,
  /^PIP_(DEFAULT_TIMEOUT|TIMEOUT|RETRIES|CACHE_DIR|NO_CACHE_DIR|KEYRING_PROVIDER)$/,
  /^UV_((DEFAULT_|EXTRA_)?INDEX(_URL|_STRATEGY)?|INDEX_\w+_(USERNAME|PASSWORD)|NO_INDEX|FIND_LINKS|INSECURE_HOST)$/,
  /^UV_(NATIVE_TLS|SYSTEM_CERTS|HTTP_TIMEOUT|CACHE_DIR|NO_CACHE|CONFIG_FILE|KEYRING_PROVIDER|OFFLINE)$/,
  /^UV_(PYTHON_INSTALL_DIR|PYTHON_INSTALL_MIRROR|PYTHON_DOWNLOADS|CONCURRENT_\w+)$/,
];

export function installerEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const inherited = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && INHERITED.some((pattern) => pattern.test(entry[0])),
  );
  return {
    ...Object.fromEntries(inherited),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    PYTHONUTF8: "1",
    // links into uv's cache would let damage here spread to it, and come back from it
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    NO_COLOR: "1",
  };
}

/** Settings of pip that uv has too, under another name. */
const UV_NAMES: Record<string, string> = {
  "index-url": "UV_DEFAULT_INDEX",
  "extra-index-url": "UV_INDEX",
  "no-index": "UV_NO_INDEX",
  "trusted-host": "UV_INSECURE_HOST",
  cert: "SSL_CERT_FILE",
  proxy: "ALL_PROXY",
};

/** Sections of pip's configuration, each stronger than the one before. */
const SECTIONS = ["global", "install", ":env:"];

/**
 * What uv must be told so that it reaches the package index where pip does: it does not read pip's configuration, by
 * which many companies name their mirror.
 * @param configuration the output of `pip config list`: lines such as `global.index-url='https://…'`
 * @see https://pip.pypa.io/en/stable/topics/configuration/
 */
export function uvSettingsOfPip(configuration: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const section of SECTIONS) {
    for (const line of configuration.split("\n")) {
      const [, at, name = "", , value = ""] = /^([\w:]+)\.([\w-]+)=(['"])(.*)\3$/.exec(line.trim()) ?? [];
      const uvName = at === section ? UV_NAMES[name] : undefined;
      // several values stand on lines of their own
      if (uvName) settings[uvName] = value.replaceAll(String.raw`\n`, " ").trim();
    }
  }
  return settings;
}
