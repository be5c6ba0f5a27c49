/** Strings and punctuation: numbers, literals and white space are not needed to find names. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The first name that occurs twice in the outermost object of a JSON text; `JSON.parse` silently keeps the last. */
export function repeatedName(json: string): string | undefined {
  const names = new Set<string>();
  let depth = 0;
  let before = "";
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (token === ":" && depth === 1) {
      // unescaped first: "email" and "\u0065mail" are one name
      const name: string = JSON.parse(before);
      if (names.has(name)) return name;
      names.add(name);
    }
    before = token;
  }
  return undefined;
}
