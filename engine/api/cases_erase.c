/* The contents of one document of a case are erased, all versions of them: the bytes go, their salts and digests stay
 * in the log, and so does who erased them, when and why. */
#include "api/perform.h"

#include <string.h>

#include "run/script.h"

/* An erasure while it is carried out. */
struct erasing {
    struct desk *desk;
    const struct baku_erasing *asked;
    struct text document; /* by its path */
    struct chronicle chronicle;
    struct outcome outcome;
    struct told_event *events;
    size_t n, room;
    bool had; /* contents that were erased before */
};

/* --- which --- */

static bool is_path(struct text path, struct text place, struct text key)
{
    if (place.len == 0)
        return text_eq(path, key);
    return path.len == place.len + 1 + key.len && memcmp(path.at, place.at, place.len) == 0 &&
           path.at[place.len] == '/' && text_eq((struct text){path.at + place.len + 1, key.len}, key);
}

/* The content of the document that came with the event, or n_contents. */
static uint16_t find_content(const struct told_event *told, struct text path)
{
    uint16_t i = 0;
    while (told->content && i < told->record.n_contents &&
           !(told->record.contents[i].document < told->content->n_documents &&
             is_path(path, told->place, told->content->documents[told->record.contents[i].document].key)))
        i++;
    return told->content ? i : told->record.n_contents;
}

/* What could have been meant, each once. */
static void list_contents(struct erasing *e, struct buf *list)
{
    for (size_t n = 0; n < e->chronicle.n; n++) {
        const struct told_event *told = &e->chronicle.at[n];
        for (uint16_t i = 0; told->content && i < told->record.n_contents; i++) {
            struct text key = told->content->documents[told->record.contents[i].document].key;
            struct text path = script_path(&e->desk->arena, told->place, key);
            size_t first = 0;
            while (first < n && find_content(&e->chronicle.at[first], path) == e->chronicle.at[first].record.n_contents)
                first++;
            if (first < n)
                continue;
            buf_string(list, list->len ? ", " : "");
            buf_text(list, path);
        }
    }
    buf_string(list, list->len ? "" : "–");
}

static enum baku_status no_content(struct erasing *e)
{
    struct buf list = BUF_INIT;
    list_contents(e, &list);
    struct error_facts facts = {.name = e->document, .other = buf_view(&list)};
    enum baku_status status = list.failed || e->desk->arena.failed
                                  ? desk_memory(e->desk)
                                  : desk_error(e->desk, BAKU_UNKNOWN, ERROR_CASE_NO_CONTENT, facts);
    buf_release(&list);
    return status;
}

/* --- erasing --- */

static enum baku_status record_erased(struct erasing *e, const struct told_event *of, uint16_t content)
{
    struct desk *desk = e->desk;
    struct text reason = text_of(e->asked->reason);
    struct told_event *grown = arena_room(&desk->arena, e->events, e->n, &e->room, sizeof *grown);
    uint16_t *document = ARENA_NEW(&desk->arena, uint16_t);
    if (!grown || !document)
        return desk_memory(desk);
    struct told_event *told = &grown[e->n];
    e->events = grown;
    *document = of->record.contents[content].document;
    *told = (struct told_event){.of = of->content, .made = {document, 1}};
    told->record = (struct record){.kind = RECORD_ERASED,
                                   .said = e->n ? 0 : SAID_REASON,
                                   .erased_seq = of->leaf.seq,
                                   .erased_nth = (int64_t)record_content_at(&of->record, content)};
    e->n++;
    return desk_append(desk, &(struct entry){.case_id = e->outcome.row.id,
                                             .occurred = desk->now,
                                             .record = &told->record,
                                             .payloads = &reason,
                                             .leaf = &told->leaf});
}

static enum baku_status erase_content(struct erasing *e, const struct told_event *of, uint16_t content)
{
    struct store *store = e->desk->store;
    struct store_payload payload = {0};
    size_t nth = record_content_at(&of->record, content);
    enum baku_status status = desk_check(e->desk, store_payload(store, of->leaf.seq, nth, &payload, &e->desk->arena));
    e->had = e->had || (status == BAKU_YES && payload.erased);
    if (status != BAKU_YES || payload.erased)
        return status;
    status = record_erased(e, of, content);
    return status == BAKU_YES ? desk_check(e->desk, store_erase(store, of->leaf.seq, nth)) : status;
}

static enum baku_status erase_all(struct erasing *e)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < e->chronicle.n; i++) {
        const struct told_event *told = &e->chronicle.at[i];
        uint16_t content = find_content(told, e->document);
        if (content < told->record.n_contents)
            status = erase_content(e, told, content);
    }
    return status == BAKU_YES && e->n == 0 && !e->had ? no_content(e) : status;
}

/* --- the answer --- */

static enum baku_status turn_down(struct erasing *e)
{
    struct denied denied = {.denial = DENIAL_ERASED, .name = e->document};
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
    put(&report, document, "document", json_text(e->document));
    put(&report, document, "erased", json_integer((json_int_t)e->n));
    if (report.failed || !document || e->desk->arena.failed) {
        json_decref(document);
        return desk_memory(e->desk);
    }
    return wanted == BAKU_YES ? desk_commit_with(e->desk, &report, document)
                              : answer_with(e->desk->baku, e->desk->answer, &report, document, wanted);
}

/* --- the road --- */

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
    struct erasing e = {.desk = &desk, .asked = erasing, .document = text_of(erasing->document)};
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, said);
    return desk_close(&desk, status == BAKU_YES ? go(&e, id) : status);
}
