/**
 * A database's URL, as Prisma and PostgreSQL write it, taken apart; and texts with what is secret in
 * it taken out. Opens nothing: certificates are still paths.
 */

/** How far a connection has to be safe, in libpq's words. */
export type TlsMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

export type Address = {
  readonly host: string;
  readonly port: number;
  /** Undefined where the URL leaves it to the environment. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  /** Prisma's `schema` parameter; PostgreSQL itself does not know it. */
  readonly schema: string;
  readonly tls: TlsMode;
  /** Paths as they stand in the URL. */
  readonly authority: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** A PKCS #12 file, with its password. */
  readonly identity: string | undefined;
  readonly identityPassword: string | undefined;
  /** TLS begins at once, without asking the server first. */
  readonly isDirect: boolean;
  /** `-c name=value` for the server. */
  readonly options: string | undefined;
  /** In milliseconds; undefined where the URL does not say. */
  readonly patience: number | undefined;
};

export type AddressOrNot =
  | { readonly ok: true; readonly address: Address }
  /** One sentence for people, with nothing of the URL in it. */
  | { readonly ok: false; readonly reason: string };

/**
 * Parameters that are for Prisma's own pool (`connection_limit`, `pgbouncer`, …) are overlooked.
 * `sslcert` is the server's authority for Prisma, and the client's own certificate for libpq, which
 * wants `sslkey` beside it.
 */
export function readAddress(text: string): AddressOrNot {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  if (/^prisma(\+postgres)?:/.test(trimmed)) return refused(proxied);
  if (!/^postgres(ql)?:\/\//.test(trimmed)) {
    return refused("A URL of PostgreSQL begins with postgresql://");
  }
  // A user without a host is what a socket's URL has, and no other kind.
  const whole = trimmed.replace(/^(\w+:\/\/[^/?#]*@)\//, "$1localhost/");
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || hasStrayAt(url)) return refused(unreadable);
  const { searchParams: said } = url;
  const host = said.get("host") ?? plain(url.hostname).replace(/^\[(.+)\]$/, "$1");
  if (host.includes(",")) return refused("A URL with several hosts is not understood: name one");
  const tls = tlsMode(said);
  if (tls === undefined) {
    return refused("The URL asks for an sslmode that PostgreSQL does not know");
  }
  return {
    ok: true,
    address: {
      host: host === "" ? "localhost" : host,
      port: Number(said.get("port") ?? (url.port === "" ? 5432 : url.port)),
      user: given(plain(url.username)) ?? given(said.get("user")),
      password: given(plain(url.password)) ?? given(said.get("password")),
      database: given(plain(url.pathname.slice(1))) ?? given(said.get("dbname")),
      schema: given(said.get("schema")) ?? "public",
      tls,
      ...tlsFiles(said),
      isDirect: said.get("sslnegotiation") === "direct",
      options: given(said.get("options")),
      patience: milliseconds(said.get("connect_timeout")),
    },
  };
}

type TlsFiles = Pick<
  Address,
  "authority" | "certificate" | "key" | "identity" | "identityPassword"
>;

function tlsFiles(said: URLSearchParams): TlsFiles {
  const [certificate, key] = [given(said.get("sslcert")), given(said.get("sslkey"))];
  const isOwn = key !== undefined;
  return {
    authority: given(said.get("sslrootcert")) ?? (isOwn ? undefined : certificate),
    certificate: isOwn ? certificate : undefined,
    key,
    identity: given(said.get("sslidentity")),
    identityPassword: given(said.get("sslpassword")),
  };
}

const proxied =
  "This is the URL of Prisma's proxy, which does not speak PostgreSQL. The direct URL of the database is needed, as in directUrl";

const unreadable =
  "The URL cannot be read. Characters such as @ : / ? # % in a user name or a password are written as %40 %3A %2F %3F %23 %25";

/** Whether a URL names a schema itself, and does not leave the search path to the server. */
export function saysSchema(url: string): boolean {
  return /[?&]schema=[^&#\s"']/.test(url);
}

/**
 * A text that somebody will read, without the URL, the password, or what else looks like one. A
 * password of one or two characters is taken out where it stands in a URL only.
 */
export function redact(text: string, url = ""): string {
  const read = readAddress(url);
  const { password, identityPassword } = read.ok ? read.address : {};
  const secrets = [url.trim(), password, password && encodeURIComponent(password), identityPassword]
    .filter((secret) => secret !== undefined && secret.length > 2)
    .sort((a, b) => (b?.length ?? 0) - (a?.length ?? 0));
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret ?? "", hidden);
  return clean
    .replace(/([a-z][\w+.-]*:\/\/[^\s:@/]*):[^\s]*@/gi, `$1:${hidden}@`)
    .replace(/\b((?:ssl)?password|api_key)=[^\s&'"]+/gi, `$1=${hidden}`);
}

const hidden = "***";

/** Part of a password, behind a character that ends a user name or a host. */
function hasStrayAt({ pathname, search, hash, username, port }: URL): boolean {
  const isLoose = username === "" && search.includes("@");
  return `${pathname}${hash}`.includes("@") || isLoose || (port === "0" && hash !== "");
}

function tlsMode(said: URLSearchParams): TlsMode | undefined {
  const mode = said.get("sslmode") ?? (said.get("ssl") === "true" ? "require" : "prefer");
  if (said.get("sslaccept") === "strict" && mode !== "disable") return "verify-full";
  // What node-postgres calls TLS without a look at the certificate.
  if (mode === "no-verify") return "require";
  return modes.find((one) => one === mode);
}

const modes: readonly TlsMode[] = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
];

/** Zero means for ever, which nobody who waits in front of a screen means. */
function milliseconds(seconds: string | null): number | undefined {
  const number = Number(seconds ?? 0);
  return number > 0 ? number * 1000 : undefined;
}

function given(text: string | null): string | undefined {
  return text === null || text === "" ? undefined : text;
}

/** A lone % is one that nobody has encoded. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(reason: string): AddressOrNot {
  return { ok: false, reason };
}
