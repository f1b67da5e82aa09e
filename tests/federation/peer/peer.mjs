// A network of other hands: Fedify, with one person and one group, on this machine only.
// node --input-type=module - PORT FIRST_KNOCK < peer.mjs, in the folder where Fedify is.
// What stands under /_ is for the tests: what came in, and what it is to do.
import { createServer } from "node:http";
import {
  createFederation,
  exportJwk,
  generateCryptoKeyPair,
  MemoryKvStore,
} from "@fedify/fedify";
import { Temporal } from "@js-temporal/polyfill";
import {
  Accept,
  Activity,
  Announce,
  Create,
  Delete,
  Endpoints,
  Follow,
  Group,
  isActor,
  Join,
  Leave,
  Like,
  Note,
  Person,
  PUBLIC_COLLECTION,
  Question,
  Reject,
  Tombstone,
  Undo,
  Update,
} from "@fedify/vocab";

const [port, firstKnock] = [Number(process.argv[2]), process.argv[3]];
const origin = `http://127.0.0.1:${port}`;
const came = [];
const followers = new Map();
const follows = new Map();
const notes = new Map();
const keys = new Map();
const asking = new Map(); // the Follow of whom Ida asked to follow, by that one's id
const aliases = [];
const kinds = { ida: Person, tuinders: Group };

const federation = createFederation({
  kv: new MemoryKvStore(),
  origin,
  allowPrivateAddress: true,
  firstKnock,
});

federation
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    const Kind = kinds[identifier];
    if (!Kind) return null;
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new Kind({
      id: ctx.getActorUri(identifier),
      preferredUsername: identifier,
      name: identifier === "ida" ? "Ida Elders" : "Tuinders van elders",
      inbox: ctx.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
      followers: ctx.getFollowersUri(identifier),
      outbox: ctx.getOutboxUri(identifier),
      url: new URL(`/@${identifier}`, origin),
      aliases: identifier === "ida" ? aliases : [],
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher(async (_ctx, identifier) => {
    if (!keys.has(identifier)) {
      keys.set(identifier, [
        await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"),
        await generateCryptoKeyPair("Ed25519"),
      ]);
    }
    return keys.get(identifier);
  });

federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({
  items: [...followers.values()],
}));

// What was said before anybody followed: two notes, that went to nobody.
const before = ["Gisteren zaaide ik spinazie.", "En vandaag de bonen."];
federation.setOutboxDispatcher("/users/{identifier}/outbox", (ctx, identifier) => ({
  items: identifier === "ida" ? before.map((text, number) => earlier(ctx, text, number)) : [],
}));

function earlier(ctx, text, number) {
  const published = Temporal.Now.instant().subtract({ hours: 10 + number });
  const made = new Note({
    id: new URL(`/notes/earlier-${number}`, origin),
    attribution: ctx.getActorUri("ida"),
    content: `<p>${text}</p>`,
    to: PUBLIC_COLLECTION,
    published,
  });
  const name = new URL(`/activities/earlier-${number}`, origin);
  return new Create({ id: name, actor: made.attributionId, object: made, to: PUBLIC_COLLECTION, published });
}

federation.setObjectDispatcher(Note, "/notes/{id}", (_ctx, { id }) => notes.get(id) ?? null);

async function arrived(ctx, activity) {
  came.push(await activity.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader }));
  if (activity instanceof Follow) {
    const from = await activity.getActor(ctx);
    const to = ctx.parseUri(activity.objectId);
    if (from === null || to?.type !== "actor") return;
    followers.set(from.id.href, from);
    follows.set(`${from.id.href} ${activity.objectId.href}`, activity);
    const accept = new Accept({
      id: new URL(`/activities/${crypto.randomUUID()}`, origin),
      actor: activity.objectId,
      object: activity,
    });
    await ctx.sendActivity({ identifier: to.identifier }, from, accept);
  }
  if (activity instanceof Join) {
    const from = await activity.getActor(ctx);
    const accept = new Accept({ id: id(), actor: ctx.getActorUri("ida"), object: activity });
    await ctx.sendActivity({ identifier: "ida" }, from, accept);
  }
  if (activity instanceof Undo && (await activity.getObject(ctx)) instanceof Follow) {
    followers.delete(activity.actorId.href);
  }
}

federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(Activity, arrived)
  .onError((_ctx, error) => came.push({ error: String(error?.stack ?? error) }));

function id() {
  return new URL(`/activities/${crypto.randomUUID()}`, origin);
}

const ida = (ctx) => ({ id: id(), actor: ctx.getActorUri("ida") });

// An event as Mobilizon tells of it: its own terms are not in the vocabulary of Fedify.
function gardenDay() {
  return {
    "@context": ["https://www.w3.org/ns/activitystreams", { mz: "https://joinmobilizon.org/ns#", joinMode: "mz:joinMode" }],
    id: `${origin}/events/1`,
    type: "Event",
    name: "Zaaidag",
    attributedTo: `${origin}/users/ida`,
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    startTime: "2199-04-01T10:00:00+02:00",
    joinMode: "free",
  };
}

async function send(ctx, to, activity) {
  await ctx.sendActivity({ identifier: "ida" }, to, activity, { immediate: true });
  return { sent: activity.id.href };
}

async function looked(ctx, address) {
  const loader = await ctx.getDocumentLoader({ identifier: "ida" });
  const found = await ctx.lookupObject(address, { documentLoader: loader });
  return found === null ? [null, null] : [found, loader];
}

function note(ctx, key, content, to, more = {}) {
  return new Note({
    id: new URL(`/notes/${key}`, origin),
    attribution: ctx.getActorUri("ida"),
    content,
    mediaType: "text/html",
    to: PUBLIC_COLLECTION,
    ccs: [ctx.getFollowersUri("ida"), to.id],
    published: Temporal.Now.instant(),
    ...more,
  });
}

// What the tests ask of it. `q`: an address elsewhere.
const asked = {
  did: () => came,
  followers: () => [...followers.keys()],
  async lookup(ctx, q) {
    const [found, documentLoader] = await looked(ctx, q.get("q"));
    if (found === null) return null;
    const told = { id: found.id?.href, type: found.constructor.name, name: `${found.name ?? ""}` };
    if (!isActor(found)) return told;
    told.handle = found.preferredUsername;
    told.keys = [];
    const options = { documentLoader, contextLoader: ctx.contextLoader };
    for await (const key of found.getPublicKeys(options)) {
      told.keys.push((await exportJwk(key.publicKey)).kty);
    }
    for await (const key of found.getAssertionMethods(options)) {
      told.keys.push((await exportJwk(key.publicKey)).kty);
    }
    const followersOf = await found.getFollowers(options);
    told.followers = followersOf?.constructor.name;
    return told;
  },
  // Ida says that somebody elsewhere is her too.
  alias(_ctx, q) {
    aliases.push(new URL(q.get("of")));
    return aliases.length;
  },
  webfinger: (ctx, q) => ctx.lookupWebFinger(q.get("q")),
  async follow(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const follow = new Follow({ id: id(), actor: ctx.getActorUri("ida"), object: actor.id });
    asking.set(actor.id.href, follow);
    return send(ctx, actor, follow);
  },
  async unfollow(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const undo = new Undo({ id: id(), actor: ctx.getActorUri("ida"), object: asking.get(actor.id.href) });
    return send(ctx, actor, undo);
  },
  async post(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const key = crypto.randomUUID();
    const answers = q.get("to") ? { replyTarget: new URL(q.get("to")) } : {};
    const made = note(ctx, key, q.get("text") ?? "<p>Dag</p>", actor, answers);
    notes.set(key, made);
    const create = new Create({ id: id(), actor: ctx.getActorUri("ida"), object: made, to: made.toId, ccs: made.ccIds });
    return { ...(await send(ctx, actor, create)), note: made.id.href };
  },
  // A poll of Ida, in which one chooses one.
  async poll(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const made = new Question({
      id: new URL(`/questions/${crypto.randomUUID()}`, origin),
      attribution: ctx.getActorUri("ida"),
      content: q.get("text"),
      exclusiveOptions: q.get("choices").split(", ").map((name) => new Note({ name })),
      endTime: Temporal.Instant.from("2199-04-01T10:00:00Z"),
      to: PUBLIC_COLLECTION,
      ccs: [ctx.getFollowersUri("ida")],
      published: Temporal.Now.instant(),
    });
    const create = new Create({ ...ida(ctx), object: made, to: made.toId, ccs: made.ccIds });
    return { ...(await send(ctx, actor, create)), question: made.id.href };
  },
  // A vote: to whoever asked alone, with no text.
  async vote(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const made = new Note({
      id: new URL(`/notes/${crypto.randomUUID()}`, origin),
      attribution: ctx.getActorUri("ida"),
      name: q.get("choice"),
      replyTarget: new URL(q.get("to")),
      to: actor.id,
    });
    const create = new Create({ ...ida(ctx), object: made, to: actor.id });
    return { ...(await send(ctx, actor, create)), note: made.id.href };
  },
  // By the key of Ida, in the name of somebody else, or about what is somebody else's.
  async forge(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const made = new Note({
      id: new URL(q.get("note")),
      attribution: new URL(q.get("of")),
      content: "<p>Vals</p>",
      replyTarget: new URL(q.get("to")),
      to: PUBLIC_COLLECTION,
    });
    const create = new Create({ id: id(), actor: new URL(q.get("as")), object: made, to: PUBLIC_COLLECTION });
    try {
      return { ...(await send(ctx, actor, create)), taken: true };
    } catch (error) {
      return { sent: create.id.href, taken: false, said: String(error) };
    }
  },
  // One of those who follow, no more.
  async refuse(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    followers.delete(actor.id.href);
    const who = q.get("by");
    const follow = follows.get(`${actor.id.href} ${ctx.getActorUri(who).href}`);
    const reject = new Reject({ id: id(), actor: ctx.getActorUri(who), object: follow });
    await ctx.sendActivity({ identifier: who }, actor, reject, { immediate: true });
    return { sent: reject.id.href };
  },
  async edit(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const key = new URL(q.get("note")).pathname.split("/").pop();
    const made = notes.get(key).clone({ content: q.get("text"), updated: Temporal.Now.instant() });
    notes.set(key, made);
    const update = new Update({ id: id(), actor: ctx.getActorUri("ida"), object: made, to: PUBLIC_COLLECTION });
    return send(ctx, actor, update);
  },
  async delete(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const address = new URL(q.get("note"));
    notes.delete(address.pathname.split("/").pop());
    const gone = new Tombstone({ id: address });
    const activity = new Delete({ id: id(), actor: ctx.getActorUri("ida"), object: gone, to: PUBLIC_COLLECTION });
    return send(ctx, actor, activity);
  },
  async like(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    return send(ctx, actor, new Like({ id: id(), actor: ctx.getActorUri("ida"), object: new URL(q.get("of")) }));
  },
  async join(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    return send(ctx, actor, new Join({ id: id(), actor: ctx.getActorUri("ida"), object: new URL(q.get("of")) }));
  },
  async leave(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    return send(ctx, actor, new Leave({ id: id(), actor: ctx.getActorUri("ida"), object: new URL(q.get("of")) }));
  },
  async boost(ctx, q) {
    const [actor] = await looked(ctx, q.get("q"));
    const boost = new Announce({
      id: id(),
      actor: ctx.getActorUri("ida"),
      object: new URL(q.get("of")),
      to: PUBLIC_COLLECTION,
    });
    return send(ctx, actor, boost);
  },
};

async function control(request, url) {
  const name = url.pathname.slice(2);
  const act = typeof asked[name] === "function" ? asked[name] : null;
  if (act === null) return Response.json({ error: "no such thing" }, { status: 404 });
  try {
    const ctx = federation.createContext(request, undefined);
    return Response.json(await act(ctx, url.searchParams) ?? null);
  } catch (error) {
    return Response.json({ error: String(error?.stack ?? error) }, { status: 500 });
  }
}

async function answer(incoming) {
  const url = new URL(incoming.url, origin);
  const pieces = [];
  for await (const piece of incoming) pieces.push(piece);
  const body = pieces.length ? Buffer.concat(pieces) : undefined;
  const request = new Request(url, { method: incoming.method, headers: incoming.headers, body });
  if (url.pathname.startsWith("/_")) return control(request, url);
  if (url.pathname === "/events/1") {
    return Response.json(gardenDay(), { headers: { "Content-Type": "application/activity+json" } });
  }
  return federation.fetch(request, { contextData: undefined });
}

createServer(async (incoming, outgoing) => {
  const response = await answer(incoming);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}).listen(port, "127.0.0.1", () => console.log("ready"));
