import { useEffect } from "preact/hooks";
import type { MailContent } from "../../../shapes.ts";
import { apiAddress, read } from "../../api.ts";
import { Action } from "../../parts/action.tsx";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { type Tab, Tabs } from "../../parts/tabs.tsx";
import { dateTime, size } from "../../state/format.ts";
import { href } from "../../state/route.ts";
import { markRead } from "../../state/settings.ts";

/** Characters from which on a subject may need more than three lines. */
const LONG_SUBJECT = 80;

export function MailDetail({ id, onDelete }: { id: string; onDelete: (() => Promise<void>) | undefined }) {
  const loaded = useLoaded(
    (signal) => read<MailContent>(`/mails/${encodeURIComponent(id)}`, {}, signal),
    [id],
  );
  useEffect(() => markRead([id]), [id]);
  return (
    <Show loaded={loaded}>
      {(mail) => (
        <article class="mail" aria-label={`Mail: ${mail.subject}`}>
          <header>
            {/* a long one scrolls, so that it has to be reached by keyboard */}
            <h2 tabIndex={mail.subject.length > LONG_SUBJECT ? 0 : undefined}>
              {mail.subject || "(no subject)"}
            </h2>
            <div class="actions">
              <a class="button quiet" href={href("trace", id)}>
                <Icon name="trace" /> Trace
              </a>
              <a class="button quiet" href={`${address(id)}/source?download`} download>
                <Icon name="download" /> Raw
              </a>
              {onDelete && (
                <Action kind="danger" icon="trash" done="The mail is deleted." act={onDelete}>
                  Delete
                </Action>
              )}
            </div>
          </header>
          <Facts
            of={[
              ["From", mail.from],
              ["To", mail.to.join(", ")],
              ["Cc", mail.cc.join(", ")],
              ["Bcc", mail.bcc.join(", ")],
              ["Reply to", mail.replyTo.join(", ")],
              ["Date", dateTime(mail.time)],
            ]}
          />
          <Attachments mail={mail} />
          <Tabs label="Parts of the mail" tabs={tabsOf(mail)} />
        </article>
      )}
    </Show>
  );
}

const address = (id: string): string => apiAddress(`/mails/${encodeURIComponent(id)}`);

function tabsOf(mail: MailContent): Tab[] {
  const { template } = mail;
  return [
    ...(mail.hasHtml ? [{ name: "HTML", content: () => <Html mail={mail} /> }] : []),
    ...(mail.text || !mail.hasHtml
      ? [{ name: "Text", content: () => <pre class="mail-text">{mail.text || "(no text)"}</pre> }]
      : []),
    ...(template
      ? [{ name: "Template", content: () => <JsonView label="Template" value={template} /> }]
      : []),
    ...(mail.headers.length > 0 ? [{ name: "Headers", content: () => <Headers mail={mail} /> }] : []),
    ...(mail.links.length > 0
      ? [{ name: `Links (${mail.links.length})`, content: () => <Links mail={mail} /> }]
      : []),
    { name: "Source", content: () => <Source id={mail.id} /> },
  ];
}

/** A frame without any right: the mail runs nothing, loads nothing and follows no link. */
const Html = ({ mail }: { mail: MailContent }) => (
  <>
    {mail.remote > 0 && (
      <p class="note">
        {mail.remote === 1 ? "1 reference" : `${mail.remote} references`} to other servers stayed unloaded:
        the console loads nothing from elsewhere.
      </p>
    )}
    <iframe
      title="The mail's HTML"
      class="mail-html"
      sandbox=""
      src={`${address(mail.id)}/html`}
      referrerPolicy="no-referrer"
    />
  </>
);

const Headers = ({ mail }: { mail: MailContent }) => (
  <table class="table">
    <tbody>
      {mail.headers.map(({ name, value }, index) => (
        <tr key={`${name} ${index}`}>
          <th scope="row">{name}</th>
          <td>{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Links = ({ mail }: { mail: MailContent }) => (
  <ul class="links">
    {mail.links.map((target) => (
      <li key={target}>
        <a href={target} target="_blank" rel="noopener noreferrer">
          {target}
        </a>
      </li>
    ))}
  </ul>
);

const SOURCE_SHOWN = 500_000;

function Source({ id }: { id: string }) {
  const loaded = useLoaded(
    async (signal) => {
      const response = await fetch(`${address(id)}/source`, { signal });
      const text = await response.text();
      return text.length > SOURCE_SHOWN ? `${text.slice(0, SOURCE_SHOWN)}\n… (download it to see all)` : text;
    },
    [id],
  );
  return <Show loaded={loaded}>{(text) => <pre class="mail-text source">{text}</pre>}</Show>;
}

const Attachments = ({ mail }: { mail: MailContent }) =>
  mail.attachments.length === 0 ? null : (
    <ul class="attachments" aria-label="Attachments">
      {mail.attachments.map(({ filename, mimeType, bytes }, index) => (
        <li key={`${filename} ${index}`}>
          <a class="button" href={`${address(mail.id)}/attachments/${index}`} download={filename}>
            <Icon name="clip" /> {filename || "attachment"} <small>{`${mimeType}, ${size(bytes)}`}</small>
          </a>
        </li>
      ))}
    </ul>
  );
