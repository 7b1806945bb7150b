/* Publishing: SOPs that were checked become law from a date on. */
#include "baku_publish.h"

#include <stdlib.h>

#include "api/bundle.h"
#include "api/revision.h"

/* One SOP on its way. */
struct offer {
    const struct library_sop *sop;
    struct bundle bundle;
    int32_t east; /* of its region */
    int64_t from;
    bool at_once;     /* nothing says from when on */
    int64_t revision; /* that holds then */
    bool fresh;       /* it was added here */
    const char *state;
    int64_t instead; /* where the state is "replaced" */
    json_t *callers;
};

struct publication {
    struct desk desk;
    const struct baku_publishing *how;
    struct offer *offers;
    size_t n;
    struct texts published; /* the names of all SOPs that have a revision */
    struct report report;
};

/* --- what is published --- */

static enum baku_status refuse_broken(struct publication *p, const struct bundle *bundle)
{
    struct library *library = &p->desk.baku->library;
    bool *files = ARENA_ARRAY(&p->desk.arena, library->n_files, bool);
    if (!files)
        return desk_memory(&p->desk);
    files[bundle->broken - library->files] = true;
    return answer_findings(p->desk.baku, &(struct check_scope){.files = files}, p->desk.answer);
}

static enum baku_status gather(struct publication *p, struct offer *offer)
{
    struct desk *desk = &p->desk;
    enum status status = bundle_gather(&offer->bundle, &desk->baku->library, offer->sop, &desk->arena);
    if (status < 0)
        return answer_failure(desk->baku, desk->answer, status);
    if (offer->bundle.broken)
        return refuse_broken(p, &offer->bundle);
    struct error_facts facts = {.name = offer->bundle.unfit};
    return facts.name.len ? desk_error(desk, BAKU_UNKNOWN, ERROR_BUNDLE_NAME, facts) : BAKU_YES;
}

/* A date begins at its midnight. */
static bool read_from(struct text from, int32_t east, int64_t *at)
{
    calendar_date date = calendar_read_date(from);
    if (date == CALENDAR_NO_DATE)
        return moment_read(from, east, at) == MOMENT_OK;
    *at = moment_of((struct moment_parts){date, 0}, east);
    return true;
}

static enum baku_status set_from(struct publication *p, struct offer *offer)
{
    const struct sop *sop = offer->sop->sop;
    struct error_facts facts = {.name = text_of(p->how->from)};
    offer->east = sop->region->east;
    if (p->how->from)
        return read_from(facts.name, offer->east, &offer->from)
                   ? BAKU_YES
                   : desk_error(&p->desk, BAKU_UNKNOWN, ERROR_PUBLISH_FROM, facts);
    offer->at_once = sop->identity.effective == CALENDAR_NO_DATE;
    if (!offer->at_once)
        offer->from = moment_of((struct moment_parts){sop->identity.effective, 0}, offer->east);
    return BAKU_YES;
}

static bool is_offered(const struct publication *p, const struct library_sop *sop)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->offers[i].sop == sop)
            return true;
    return false;
}

/* The names of the region's SOPs, with a blank before each but the first. */
static struct text sops_of(struct publication *p, struct text region, const struct texts *names)
{
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < names->n; i++) {
        struct text name = names->at[i], rest;
        if (!text_eq(text_cut(name, '/', &rest), region) || rest.len == 0)
            continue;
        buf_string(&list, list.len ? " " : "");
        buf_text(&list, name);
    }
    return desk_keep(&p->desk, &list);
}

/* UNKNOWN, answered, where the name is a region's. */
static enum baku_status look_for_region(struct publication *p, struct text name)
{
    struct baku *baku = p->desk.baku;
    struct texts names;
    if (text_find(name, '/') >= 0 && name.at[name.len - 1] == '/')
        name.len--;
    if (text_find(name, '/') >= 0 || library_names(&baku->library, baku->sops, &names) < 0)
        return BAKU_YES; /* what cannot be read is told when the SOP is looked for */
    struct error_facts facts = {.name = name, .other = sops_of(p, name, &names)};
    return facts.other.len ? desk_error(&p->desk, BAKU_UNKNOWN, ERROR_PUBLISH_REGION, facts) : BAKU_YES;
}

static enum baku_status offer(struct publication *p, const char *name)
{
    struct baku *baku = p->desk.baku;
    struct library_sop *sop;
    enum baku_status status = look_for_region(p, text_of(name));
    if (status != BAKU_YES)
        return status;
    status = answer_sop(baku, name, ERROR_NO_SOP, &sop, p->desk.answer);
    if (status != BAKU_YES || is_offered(p, sop))
        return status;
    status = answer_if_broken(baku, sop, p->desk.answer);
    if (status != BAKU_YES)
        return status;
    struct offer *next = &p->offers[p->n++];
    *next = (struct offer){.sop = sop};
    status = gather(p, next);
    return status == BAKU_YES ? set_from(p, next) : status;
}

static enum baku_status offer_all(struct publication *p, const char *const *names, size_t n)
{
    enum baku_status status = BAKU_YES;
    p->offers = ARENA_ARRAY(&p->desk.arena, n, struct offer);
    if (!p->offers)
        return desk_memory(&p->desk);
    for (size_t i = 0; i < n && status == BAKU_YES; i++)
        status = offer(p, names[i]);
    return status;
}

/* --- the change --- */

/* Is it law already, from that moment on? Without a moment: is it law now? */
static enum baku_status is_known(struct publication *p, struct offer *offer, bool *known)
{
    struct store_revision last;
    enum store_status found = store_revision_at(p->desk.store, offer->bundle.sop, offer->from, &last, &p->desk.arena);
    *known = found == STORE_OK && digest_eq(&last.digest, &offer->bundle.digest) &&
             (offer->at_once || last.from == offer->from);
    if (*known) {
        offer->revision = last.id;
        offer->from = last.from;
    }
    return found == STORE_ABSENT ? BAKU_YES : desk_check(&p->desk, found);
}

static enum baku_status record_offer(struct publication *p, const struct offer *offer)
{
    struct record record = {.kind = RECORD_PUBLISHED,
                            .revision = offer->revision,
                            .sop = offer->bundle.sop,
                            .digest = offer->bundle.digest,
                            .from = offer->from};
    return desk_append(&p->desk, &(struct entry){.occurred = p->desk.now, .record = &record});
}

static enum baku_status add(struct publication *p, struct offer *offer)
{
    struct desk *desk = &p->desk;
    bool known;
    if (offer->at_once)
        offer->from = desk->now - desk->now % 1000;
    enum baku_status status = is_known(p, offer, &known);
    if (status != BAKU_YES || known)
        return status;
    struct store_revision row = {.sop = offer->bundle.sop,
                                 .digest = offer->bundle.digest,
                                 .from = offer->from,
                                 .seq = desk->head.seq + 1,
                                 .files = offer->bundle.files,
                                 .n_files = offer->bundle.n};
    offer->fresh = true;
    status = desk_check(desk, store_revision_add(desk->store, &row, &offer->revision));
    return status == BAKU_YES ? record_offer(p, offer) : status;
}

/* --- who calls it --- */

static const struct store_file *file_of(const struct store_file *files, size_t n, struct text name)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(files[i].name, name))
            return &files[i];
    return NULL;
}

/* Does the revision hold the SOP that is offered, in other words than it? */
static bool holds_older(const struct store_revision *caller, const struct offer *offer)
{
    if (!file_of(caller->files, caller->n_files, offer->bundle.file))
        return false;
    for (size_t i = 0; i < offer->bundle.n; i++) {
        const struct store_file *ours = &offer->bundle.files[i];
        const struct store_file *theirs = file_of(caller->files, caller->n_files, ours->name);
        if (theirs && !text_eq(theirs->bytes, ours->bytes))
            return true;
    }
    return false;
}

/* The revision of a caller that a case takes which starts when the offer begins, or now; with its files. */
static enum store_status caller_at(struct publication *p, const struct offer *offer, struct text sop,
                                   struct store_revision *caller, struct arena *scratch)
{
    int64_t at = offer->from > p->desk.now ? offer->from : p->desk.now;
    enum store_status status = store_revision_at(p->desk.store, sop, at, caller, scratch);
    return status == STORE_OK ? store_revision(p->desk.store, caller->id, true, caller, scratch) : status;
}

static enum baku_status judge_caller(struct publication *p, struct offer *offer, struct text sop)
{
    struct arena scratch = ARENA_INIT;
    struct store_revision caller;
    enum store_status found = caller_at(p, offer, sop, &caller, &scratch);
    if (found == STORE_OK && holds_older(&caller, offer)) {
        json_t *object = json_object();
        put(&p->report, object, "sop", json_text(sop));
        put(&p->report, object, "revision", json_integer(caller.id));
        append(&p->report, offer->callers, object);
    }
    arena_release(&scratch);
    return found == STORE_ABSENT ? BAKU_YES : desk_check(&p->desk, found);
}

/* What has become of an offer once all are added. */
static enum baku_status judge_offer(struct publication *p, struct offer *offer)
{
    struct store_revision row = {.id = offer->revision, .sop = offer->bundle.sop, .from = offer->from};
    enum baku_status status = revision_state(&p->desk, &row, &offer->state, &offer->instead);
    offer->callers = json_array();
    bool taken = offer->instead == offer->revision; /* else it is called by nobody new */
    for (size_t i = 0; taken && i < p->published.n && status == BAKU_YES; i++)
        if (!text_eq(p->published.at[i], offer->bundle.sop))
            status = judge_caller(p, offer, p->published.at[i]);
    return status;
}

/* --- the answer --- */

static json_t *json_offer(struct publication *p, struct offer *offer)
{
    struct report *report = &p->report;
    json_t *object = json_object();
    put(report, object, "sop", json_text(offer->bundle.sop));
    put(report, object, "revision", json_integer(offer->revision));
    put(report, object, "digest", json_digest(&offer->bundle.digest));
    put(report, object, "from", json_moment_at(report, offer->from, offer->east));
    put(report, object, "new", json_boolean(offer->fresh));
    put(report, object, "state", json_string(offer->state));
    put(report, object, "callers", json_incref(offer->callers));
    if (p->desk.baku->details) {
        put(report, object, "from_text", json_moment_said(report, offer->from, offer->east, p->desk.baku->lang));
        put(report, object, "instead", json_integer(offer->instead));
    }
    return object;
}

static json_t *publication_document(struct publication *p)
{
    if (p->n == 1)
        return json_offer(p, &p->offers[0]);
    json_t *document = json_object(), *items = json_array();
    for (size_t i = 0; i < p->n; i++)
        append(&p->report, items, json_offer(p, &p->offers[i]));
    put(&p->report, document, "items", items);
    return document;
}

static enum baku_status change(struct publication *p)
{
    struct desk *desk = &p->desk;
    enum baku_status status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, p->how->as);
    if (status == BAKU_YES)
        status = desk_administrator(desk);
    for (size_t i = 0; i < p->n && status == BAKU_YES; i++)
        status = add(p, &p->offers[i]);
    if (status == BAKU_YES)
        status = published_names(desk, &p->published);
    for (size_t i = 0; i < p->n && status == BAKU_YES; i++)
        status = judge_offer(p, &p->offers[i]);
    return status == BAKU_YES ? desk_commit_with(desk, &p->report, publication_document(p)) : status;
}

enum baku_status baku_publish(struct baku *baku, const char *const *sops, size_t n,
                              const struct baku_publishing *publishing, struct baku_answer *answer)
{
    struct publication p = {.how = publishing};
    enum baku_status status = desk_open(&p.desk, baku, STORE_WRITES, answer);
    if (status == BAKU_YES)
        status = offer_all(&p, sops, n);
    if (status == BAKU_YES)
        status = change(&p);
    for (size_t i = 0; i < p.n; i++)
        json_decref(p.offers[i].callers);
    return desk_close(&p.desk, status);
}
