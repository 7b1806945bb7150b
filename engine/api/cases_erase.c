/* What was handed over or said in a case is erased: all versions of one document's content, or all free texts. The
 * bytes go with their salts, their digests stay in the log, and so does who erased them, when and why. */
#include <string.h>

#include "api/perform.h"

/* An erasure while it is carried out. */
struct erasing {
    struct desk *desk;
    const struct baku_erasing *asked;
    struct text document; /* by its path; empty: the texts */
    struct chronicle chronicle;
    struct outcome outcome;
    struct told_event *events;
    size_t n, room;
    bool had; /* some of it was erased before */
};

/* --- erasing --- */

/* The event of it, with the document where it was a content. */
static enum baku_status record_erased(struct erasing *e, const struct told_event *of, size_t nth, uint16_t content)
{
    struct desk *desk = e->desk;
    struct text reason = text_of(e->asked->reason);
    struct told_event *grown = arena_room(&desk->arena, e->events, e->n, &e->room, sizeof *grown);
    uint16_t *document = ARENA_NEW(&desk->arena, uint16_t);
    if (!grown || !document)
        return desk_memory(desk);
    struct told_event *told = &grown[e->n];
    e->events = grown;
    *told = (struct told_event){.of = of->content, .by = desk->person.name, .account = desk->account_name};
    if (content < of->record.n_contents) {
        *document = of->record.contents[content].document;
        told->made = (struct documents){document, 1};
    }
    told->record = (struct record){
        .kind = RECORD_ERASED, .said = e->n ? 0 : SAID_REASON, .erased_seq = of->leaf.seq, .erased_nth = (int64_t)nth};
    e->n++;
    return desk_append(desk, &(struct entry){.case_id = e->outcome.row.id,
                                             .occurred = desk->now,
                                             .record = &told->record,
                                             .payloads = &reason,
                                             .leaf = &told->leaf});
}

static enum baku_status erase_payload(struct erasing *e, const struct told_event *of, size_t nth, uint16_t content)
{
    bool erased = chronicle_erased(&e->chronicle, of, nth);
    e->had = e->had || erased;
    if (erased)
        return BAKU_YES;
    enum baku_status status = record_erased(e, of, nth, content);
    return status == BAKU_YES ? desk_check(e->desk, store_erase(e->desk->store, of->leaf.seq, nth)) : status;
}

/* Title, notes and reasons; why something was erased stays. */
static enum baku_status erase_said(struct erasing *e, const struct told_event *of)
{
    static const enum said texts[] = {SAID_TITLE, SAID_NOTE, SAID_REASON};
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == BAKU_YES; i++)
        if (of->record.said & texts[i] && of->leaf.kind != RECORD_ERASED)
            status = erase_payload(e, of, record_said_at(&of->record, texts[i]), of->record.n_contents);
    return status;
}

static enum baku_status erase_content(struct erasing *e, const struct told_event *of)
{
    uint16_t content = chronicle_content(of, e->document);
    return content < of->record.n_contents ? erase_payload(e, of, record_content_at(&of->record, content), content)
                                           : BAKU_YES;
}

static enum baku_status nothing_there(struct erasing *e)
{
    struct error_facts facts = {.name = text_of(e->asked->document)};
    return e->asked->texts ? desk_error(e->desk, BAKU_UNKNOWN, ERROR_CASE_NO_TEXTS, facts)
                           : contents_absent(e->desk, &e->chronicle, e->document);
}

/* A retried command is known by the digest of all that was said with it: that goes, too. */
static enum baku_status erase_all(struct erasing *e)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < e->chronicle.n; i++)
        status = e->asked->texts ? erase_said(e, &e->chronicle.at[i]) : erase_content(e, &e->chronicle.at[i]);
    if (status == BAKU_YES && e->n)
        status = desk_check(e->desk, store_requests_forget(e->desk->store, e->outcome.row.id));
    return status == BAKU_YES && e->n == 0 && !e->had ? nothing_there(e) : status;
}

/* --- the answer --- */

static enum baku_status turn_down(struct erasing *e)
{
    struct denied denied = {.denial = e->asked->texts ? DENIAL_ERASED_TEXTS : DENIAL_ERASED, .name = e->document};
    outcome_turn_down(e->desk, &e->outcome, BAKU_NO, &denied);
    return e->desk->arena.failed ? desk_memory(e->desk) : BAKU_YES;
}

static enum baku_status store_row(struct erasing *e)
{
    struct store_case *row = &e->outcome.row;
    int64_t version = row->version;
    row->version = e->desk->head.seq;
    e->outcome.events = e->events;
    e->outcome.n_events = e->n;
    return desk_check(e->desk, store_case_put(e->desk->store, row, version));
}

static enum baku_status answer(struct erasing *e)
{
    struct report report = {0};
    json_t *document = outcome_json(&report, e->desk, &e->outcome);
    enum baku_status wanted = e->outcome.turned.status;
    put(&report, document, "document", json_text_or_null(e->document));
    put(&report, document, "erased", json_integer((json_int_t)e->n));
    if (report.failed || !document || e->desk->arena.failed) {
        json_decref(document);
        return desk_memory(e->desk);
    }
    return wanted == BAKU_YES ? desk_commit_with(e->desk, &report, document)
                              : answer_with(e->desk->baku, e->desk->answer, &report, document, wanted);
}

/* --- the road --- */

/* Loads what will be needed before the head is taken: nobody waits while files are read. */
static enum baku_status prepare(struct erasing *e, const char *id)
{
    struct store_case row;
    struct definition *loaded;
    enum baku_status status = case_named(e->desk, id, &row);
    return status == BAKU_YES ? definition_of(e->desk, row.revision, &loaded) : status;
}

static enum baku_status read_case(struct erasing *e, const char *id)
{
    e->outcome = (struct outcome){.turned = {.first_at = STORE_NO_TIME}};
    enum baku_status status = case_named(e->desk, id, &e->outcome.row);
    if (status == BAKU_YES)
        status = definition_of(e->desk, e->outcome.row.revision, &e->outcome.definition);
    return status == BAKU_YES ? chronicle_of(e->desk, e->outcome.definition, &e->outcome.row, &e->chronicle) : status;
}

static enum baku_status check_reason(struct desk *desk, const char *reason)
{
    if (text_trim(text_of(reason)).len == 0)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_NO_REASON, (struct error_facts){0});
    return desk_text(desk, reason, "--reason");
}

static enum baku_status go(struct erasing *e, const char *id)
{
    struct desk *desk = e->desk;
    enum baku_status status = check_reason(desk, e->asked->reason);
    if (status == BAKU_YES)
        status = prepare(e, id);
    if (status == BAKU_YES)
        status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, e->asked->as);
    if (status == BAKU_YES)
        status = desk_administrator(desk);
    if (status == BAKU_YES)
        status = read_case(e, id);
    if (status == BAKU_YES)
        status = erase_all(e);
    if (status == BAKU_YES)
        status = e->n ? store_row(e) : turn_down(e);
    return status == BAKU_YES ? answer(e) : status;
}

enum baku_status baku_case_erase(struct baku *baku, const char *id, const struct baku_erasing *erasing,
                                 struct baku_answer *said)
{
    struct desk desk;
    struct erasing e = {.desk = &desk, .asked = erasing};
    if (!erasing->texts)
        e.document = text_of(erasing->document);
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, said);
    return desk_close(&desk, status == BAKU_YES ? go(&e, id) : status);
}
