import { DEFAULT_ACCOUNT_REGION } from "../aws/client-config.ts";
import { type Content, hasContent } from "../core/text/content.ts";
import { hasData } from "../core/text/has-data.ts";
import { isText, type Text } from "../core/text/text.ts";
import { arnOf, BUS } from "../resources/kinds.ts";
import { MessageChannel, type MessageKind, type MessageSource } from "./message-channel.ts";

/** An event that a bus accepted. */
export interface BusEvent {
  id: string;
  /** When it was put. */
  time: Date;
  source: string;
  detailType: string;
  /** As JSON. */
  detail: string;
  /** ARNs of what it concerns. */
  resources: string[];
}

/** Which events of a bus are meant: those that every given field fits. */
export interface BusFilter {
  /** A string is the whole source. */
  source?: Text | undefined;
  /** A string is the whole detail type. */
  detailType?: Text | undefined;
  /** A part of the detail's JSON, a pattern in it, or some of its data. */
  detail?: Content | undefined;
  resources?: readonly Text[] | undefined;
}

const KIND: MessageKind<BusEvent, BusFilter> = {
  kind: BUS,
  one: "event",
  fields: {
    source: ({ source }, wanted) => isText(source, wanted),
    detailType: ({ detailType }, wanted) => isText(detailType, wanted),
    detail: ({ detail }, wanted) => hasContent(detail, wanted),
    resources: ({ resources }, wanted) => hasData(resources, wanted),
  },
  line: ({ source, detailType, detail }) => `${source} ${JSON.stringify(detailType)} ${detail}`,
};

/** Every account and region has it. */
const DEFAULT = "default";

/** The events of an EventBridge bus, whether or not a rule matches them. `default` is the one of every account. */
export class Bus extends MessageChannel<BusEvent, BusFilter> {
  readonly #source: MessageSource;
  readonly #name: string;

  constructor(source: MessageSource, name: string) {
    super(source, name, KIND);
    this.#source = source;
    this.#name = name;
  }

  protected override async find(): Promise<string> {
    if (this.#name !== DEFAULT) return super.find();
    const [place = DEFAULT_ACCOUNT_REGION] = this.#source.resources.places;
    return arnOf({ type: "AWS::Events::EventBus", physicalId: DEFAULT, place });
  }
}
