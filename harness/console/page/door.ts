const address = new URL(location.href);
const hasToken = address.searchParams.has("token");
address.searchParams.delete("token");

/**
 * A link from elsewhere, such as a failure report, is followed without the cookie (`SameSite=Strict`), although the
 * browser may have it: a request of this page carries it.
 */
async function isKnown(): Promise<boolean> {
  const response = await fetch(`/${address.pathname.split("/")[1]}/api/session`);
  return response.ok;
}

// with the token, the browser has the cookie now; the address with it then stays in no history
if (hasToken || (await isKnown())) location.replace(address);
