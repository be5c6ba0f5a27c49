import { useState } from "preact/hooks";
import type { MailRow } from "../../../shapes.ts";
import { change } from "../../api.ts";
import { Action } from "../../parts/action.tsx";
import { Icon } from "../../parts/icons.tsx";
import { Empty, Search, Split, Toolbar } from "../../parts/layout.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { clock, count } from "../../state/format.ts";
import { go, href, route } from "../../state/route.ts";
import { isRead, markRead } from "../../state/settings.ts";
import { endpoint, loaded, mails, totals } from "../../state/store.ts";
import { MailDetail } from "./mail.tsx";

const text = ({ from, to, subject, snippet }: MailRow): string =>
  [from, ...to, subject, snippet].join("\n").toLowerCase();

export function Inbox() {
  const [search, setSearch] = useState("");
  const id = route.value[1];
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = mails.all.value.toReversed();
  const rows =
    words.length === 0 ? all : all.filter((mail) => words.every((word) => text(mail).includes(word)));
  const unread = all.filter((mail) => !isRead(mail.id));
  const open = (mail: MailRow) => {
    markRead([mail.id]);
    go(href("inbox", mail.id), { replace: id !== undefined });
  };
  const remove = async (mail: MailRow) => {
    const place = rows.indexOf(mail);
    await change("DELETE", `/mails/${encodeURIComponent(mail.id)}`);
    const next = rows[place + 1] ?? rows[place - 1];
    if (next) open(next);
    else go(href("inbox"));
  };
  const list = (
    <>
      <Toolbar title="Inbox">
        <Action
          kind="quiet"
          done="All mails are marked as read."
          disabled={unread.length === 0}
          act={async () => markRead(all.map((mail) => mail.id))}
        >
          Mark all read
        </Action>
        <Action
          kind="quiet"
          icon="trash"
          done="All mails are deleted."
          disabled={all.length === 0}
          act={async () => {
            if (!confirm(`Delete all ${all.length} mails?`)) throw new Error("Nothing was deleted.");
            await change("DELETE", "/mails/");
            go(href("inbox"));
          }}
        >
          Delete all
        </Action>
        <Search label="Search mails" value={search} onInput={setSearch} />
      </Toolbar>
      {rows.length === 0 && loaded.value ? (
        <NoMails isSearch={all.length > 0} />
      ) : (
        <VirtualList
          label="Mails"
          rows={rows}
          rowHeight={64}
          keyOf={(mail) => mail.id}
          selected={id}
          onSelect={open}
          onKey={({ key }, mail) => {
            if (key === "Delete" || key === "Backspace") void remove(mail);
          }}
          rowClass={(mail) => (isRead(mail.id) ? "" : "unread")}
          render={(mail) => <Row mail={mail} />}
        />
      )}
      <p class="list-foot">
        {count(rows.length, "mail")}
        {words.length > 0 ? ` of ${all.length}` : ""}
        {totals.value.mails > all.length ? `, the newest of ${totals.value.mails}` : ""}
        {unread.length > 0 ? `, ${unread.length} unread` : ""}
      </p>
    </>
  );
  const mail = id === undefined ? undefined : mails.get(id);
  return (
    <Split
      list={list}
      isOpen={id !== undefined}
      back={href("inbox")}
      detail={
        id === undefined ? (
          <Empty icon="inbox" title="No mail is selected">
            <p>Select one to read it. Mails are kept until LocalStack ends; none leaves this machine.</p>
          </Empty>
        ) : (
          <MailDetail key={id} id={id} onDelete={mail && (() => remove(mail))} />
        )
      }
    />
  );
}

const Row = ({ mail }: { mail: MailRow }) => (
  <>
    <span class="row-line">
      <b>{mail.to.join(", ") || "no address"}</b>
      <time dateTime={new Date(mail.time).toISOString()}>{clock(mail.time)}</time>
    </span>
    <span class="row-line">
      <span class="subject">
        {!isRead(mail.id) && <span class="hidden">Unread: </span>}
        {mail.subject || "(no subject)"}
        {mail.snippet && <span class="muted"> {mail.snippet}</span>}
      </span>
      {mail.hasAttachments && (
        <span title="has attachments">
          <Icon name="clip" />
          <span class="hidden">has attachments</span>
        </span>
      )}
    </span>
  </>
);

const NoMails = ({ isSearch }: { isSearch: boolean }) =>
  isSearch ? (
    <Empty icon="search" title="No mail has these words">
      <p>The search looks at sender, recipients, subject and the first words.</p>
    </Empty>
  ) : (
    <Empty icon="inbox" title="No mail yet">
      <p>Mails that the app sends with Amazon SES appear here by themselves. Use the app, or send one:</p>
      <pre class="command">
        aws --endpoint-url {endpoint.value} ses send-email --from you@example.com --to rex@example.com
        --subject Hello --text Hi
      </pre>
      <p>
        SES lets only verified senders send: see <code>senders</code> in <code>harness.config.ts</code>.
      </p>
    </Empty>
  );
