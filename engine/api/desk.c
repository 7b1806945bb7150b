#include "api/definitions.h"

#include <stdlib.h>

#include "base/must.h"
#include "base/utf8.h"
#include "store/leaf.h"
#include "world/account.h"
#include "world/clock.h"

/* --- what went wrong --- */

static enum error error_of(enum store_status status)
{
    switch (status) {
    case STORE_FULL:
        return ERROR_STORE_FULL;
    case STORE_READ_ONLY:
        return ERROR_STORE_READ_ONLY;
    case STORE_BUSY:
        return ERROR_STORE_BUSY;
    case STORE_FOREIGN:
        return ERROR_STORE_FOREIGN;
    case STORE_OLDER:
        return ERROR_STORE_OLDER;
    case STORE_NEWER:
        return ERROR_STORE_NEWER;
    case STORE_NETWORK:
        return ERROR_STORE_NETWORK;
    case STORE_DAMAGED:
        return ERROR_STORE_DAMAGED;
    case STORE_ABSENT:
        return ERROR_STORE_ABSENT;
    case STORE_JOURNAL:
        return ERROR_STORE_JOURNAL;
    case STORE_BESIDE:
        return ERROR_STORE_BESIDE;
    case STORE_LINKED:
        return ERROR_STORE_LINKED;
    case STORE_MEMORY:
        return ERROR_MEMORY;
    case STORE_OK:
    case STORE_TAKEN:
    case STORE_FAILED:
        break;
    }
    return ERROR_STORE_FAILED;
}

/* The same of a backup that is to be put back: to make a new store in its place is no way out. */
static enum error error_of_copy(enum store_status status)
{
    if (status == STORE_ABSENT)
        return ERROR_COPY_ABSENT;
    if (status == STORE_FOREIGN)
        return ERROR_COPY_FOREIGN;
    return status == STORE_DAMAGED ? ERROR_COPY_DAMAGED : error_of(status);
}

static enum baku_status answer_store(struct desk *desk, enum store_status status, struct store_why why)
{
    struct buf code = BUF_INIT;
    buf_number(&code, why.code);
    struct error_facts facts = {.name = text_of(desk->baku->store_path), .other = buf_view(&code)};
    enum error error = desk->baku->store_is_copy ? error_of_copy(status) : error_of(status);
    if (status == STORE_ABSENT && !desk->baku->store && desk->baku->store_mode == STORE_CREATES)
        error = ERROR_STORE_NO_FOLDER;
    enum baku_status result = desk_error(desk, BAKU_FAILED, error, facts);
    buf_release(&code);
    return result;
}

enum baku_status desk_error(struct desk *desk, enum baku_status status, enum error error, struct error_facts facts)
{
    return answer_error(desk->baku, desk->answer, status, error, facts);
}

enum baku_status desk_memory(struct desk *desk) { return answer_failure(desk->baku, desk->answer, STATUS_MEMORY); }

enum baku_status desk_bad_log(struct desk *desk, int64_t case_id)
{
    struct buf number = BUF_INIT;
    buf_number(&number, case_id);
    enum baku_status status =
        desk_error(desk, BAKU_FAILED, ERROR_BAD_LOG, (struct error_facts){.name = buf_view(&number)});
    buf_release(&number);
    return status;
}

enum baku_status desk_check(struct desk *desk, enum store_status status)
{
    if (status == STORE_OK)
        return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
    return answer_store(desk, status, store_why(desk->store));
}

enum baku_status desk_found(struct desk *desk, enum store_status status)
{
    return desk_check(desk, status == STORE_ABSENT ? STORE_DAMAGED : status);
}

/* --- opening --- */

static enum baku_status open_store(struct desk *desk, enum store_mode mode)
{
    struct baku *baku = desk->baku;
    struct store_why why = {0};
    if (baku->store && (baku->store_mode != STORE_READS || mode == STORE_READS))
        return BAKU_YES;
    store_close(baku->store);
    baku->store = NULL;
    definitions_release(baku); /* another file may have that name by now */
    baku->store_mode = mode;
    enum store_status status = store_open(&baku->store, baku->store_path, mode, &why);
    return status == STORE_OK ? BAKU_YES : answer_store(desk, status, why);
}

enum baku_status desk_open(struct desk *desk, struct baku *baku, enum store_mode mode, struct baku_answer *answer)
{
    *desk = (struct desk){.baku = baku, .answer = answer};
    answer->json = NULL;
    enum baku_status status = digest_init() ? open_store(desk, mode) : desk_memory(desk);
    desk->store = baku->store;
    return status;
}

enum baku_status desk_close(struct desk *desk, enum baku_status status)
{
    if (desk->baku->store)
        store_give_up(desk->baku->store);
    arena_release(&desk->arena);
    if (status == BAKU_FAILED) { /* what failed may have left the handle unusable: the next call opens it anew */
        store_close(desk->baku->store);
        desk->baku->store = NULL;
    }
    return status;
}

/* --- the time, and a change --- */

enum { CLOCK_SLACK = 60 * 1000 };

static void take_time(struct desk *desk)
{
    int64_t now = clock_now();
    desk->clock_behind = now + CLOCK_SLACK < desk->head.at;
    desk->now = now < desk->head.at ? desk->head.at : now;
}

/* From 2000-01-01 to 2999-12-30: what lies outside is no office's clock, and no moment could be written of it. */
static const int64_t first_clock = 946684800000, last_clock = 32503507200000, longest_gap = 400 * (int64_t)86400000;

static enum baku_status wrong_clock(struct desk *desk, enum error error)
{
    struct buf words = BUF_INIT;
    moment_write(&words, clock_now(), 0);
    struct error_facts facts = {.other = desk_keep(desk, &words)};
    return desk_error(desk, BAKU_FAILED, error, facts);
}

/* What a clock that ran ahead has written holds everybody at its time: what nobody did for so long only an
 * administrator goes on with. */
static enum baku_status check_gap(struct desk *desk)
{
    bool ahead = desk->head.seq && desk->now - desk->head.at > longest_gap;
    return ahead && !permit_administration(&desk->person) ? wrong_clock(desk, ERROR_CLOCK_AHEAD) : BAKU_YES;
}

enum baku_status desk_look(struct desk *desk)
{
    enum baku_status status = desk_check(desk, store_head(desk->store, &desk->head));
    take_time(desk);
    return status;
}

enum baku_status desk_begin(struct desk *desk)
{
    desk->account_name = account_name(&desk->arena); /* it may take long to find out: nobody waits for that */
    enum baku_status status = desk_check(desk, store_begin(desk->store, &desk->head));
    if (status != BAKU_YES)
        return status;
    take_time(desk);
    if (desk->now < first_clock || desk->now > last_clock)
        return wrong_clock(desk, ERROR_CLOCK_WRONG);
    return desk->arena.failed ? desk_memory(desk)
                              : desk_check(desk, store_account(desk->store, desk->account_name, &desk->account));
}

/* What was committed is never answered as a failure: what could have failed before is looked at before. */
enum baku_status desk_commit(struct desk *desk)
{
    if (desk->arena.failed)
        return desk_memory(desk);
    enum store_status status = store_commit(desk->store);
    return status == STORE_OK ? BAKU_YES : answer_store(desk, status, store_why(desk->store));
}

enum baku_status desk_commit_with(struct desk *desk, struct report *report, json_t *document)
{
    enum baku_status status = answer_with(desk->baku, desk->answer, report, document, BAKU_YES);
    char *given = desk->answer->json;
    if (status != BAKU_YES)
        return status;
    status = desk_commit(desk);
    if (status != BAKU_YES)
        free(given);
    return status;
}

enum baku_status desk_person(struct desk *desk, const char *name)
{
    struct error_facts facts = {.name = text_of(name)};
    if (!name || !*name)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_NO_AS, facts);
    enum store_status status = store_person(desk->store, facts.name, &desk->person, &desk->arena);
    if (status == STORE_ABSENT || (status == STORE_OK && desk->person.removed))
        return desk_error(desk, BAKU_DENIED, desk->person.removed ? ERROR_PERSON_GONE : ERROR_NO_PERSON, facts);
    enum baku_status found = desk_check(desk, status);
    return found == BAKU_YES ? check_gap(desk) : found;
}

enum baku_status desk_administrator(struct desk *desk)
{
    struct error_facts facts = {.name = desk->person.name};
    return permit_administration(&desk->person) ? BAKU_YES
                                                : desk_error(desk, BAKU_DENIED, ERROR_NOT_ADMINISTRATOR, facts);
}

bool desk_keeps(struct text text)
{
    bool fine = text.len <= MAX_TEXT_BYTES && utf8_valid(text.at, text.len) == text.len;
    for (size_t at = 0; at < text.len && fine;) {
        uint32_t point;
        at += utf8_decode(text.at + at, text.len - at, &point);
        fine = utf8_is_printable(point) || point == '\n' || point == '\t' || point == 0xA0;
    }
    return fine;
}

bool desk_keeps_line(struct text text)
{
    return desk_keeps(text) && text_find(text, '\n') < 0 && text_find(text, '\t') < 0;
}

enum baku_status desk_line(struct desk *desk, const char *text, const char *option)
{
    struct error_facts facts = {.name = text_of(text), .other = text_of(option)};
    return desk_keeps_line(facts.name) ? BAKU_YES : desk_error(desk, BAKU_UNKNOWN, ERROR_LINE_BAD, facts);
}

enum baku_status desk_text(struct desk *desk, const char *text, const char *option)
{
    struct error_facts facts = {.name = text_of(text), .other = text_of(option)};
    return desk_keeps(facts.name) ? BAKU_YES : desk_error(desk, BAKU_UNKNOWN, ERROR_TEXT_BAD, facts);
}

/* --- events --- */

static int32_t kind_of(const struct record *record, size_t nth)
{
    for (unsigned bit = 1; bit <= SAID_ALL; bit <<= 1)
        if (record->said & bit && record_said_at(record, (enum said)bit) == nth)
            return (int32_t)bit;
    return PAYLOAD_CONTENT;
}

/* The payloads with their salts, and what the leaf names them by; false when the system has no random bytes or memory
 * is out. */
static bool salt_payloads(struct desk *desk, const struct entry *entry, struct store_event *event, struct leaf *leaf)
{
    size_t n = record_payloads(entry->record);
    struct store_payload *payloads = ARENA_ARRAY(&desk->arena, n, struct store_payload);
    struct digest *digests = ARENA_ARRAY(&desk->arena, n, struct digest);
    for (size_t i = 0; payloads && digests && i < n; i++) {
        payloads[i].kind = kind_of(entry->record, i);
        payloads[i].bytes = entry->payloads[i];
        if (!random_bytes(payloads[i].salt, STORE_SALT))
            return false;
        digests[i] = leaf_payload(payloads[i].salt, STORE_SALT, payloads[i].bytes);
    }
    event->payloads = payloads;
    leaf->payloads = digests;
    event->n_payloads = leaf->n_payloads = n;
    return payloads && digests;
}

static enum baku_status append_leaf(struct desk *desk, struct store_event *event, const struct leaf *leaf)
{
    struct buf bytes = BUF_INIT;
    leaf_encode(&bytes, leaf);
    event->leaf = buf_view(&bytes);
    enum baku_status status =
        bytes.failed ? desk_memory(desk) : desk_check(desk, store_append(desk->store, event, leaf->recorded));
    buf_release(&bytes);
    desk->head.seq += status == BAKU_YES;
    desk->head.at = leaf->recorded;
    return status;
}

enum baku_status desk_append(struct desk *desk, const struct entry *entry)
{
    struct buf facts = BUF_INIT;
    record_encode(&facts, entry->record);
    struct store_event event = {.seq = desk->head.seq + 1, .case_id = entry->case_id};
    struct leaf leaf = {.seq = event.seq,
                        .case_id = entry->case_id,
                        .person = desk->person.id,
                        .account = desk->account,
                        .kind = entry->record->kind,
                        .actor = entry->actor,
                        .recorded = desk->now,
                        .occurred = entry->occurred,
                        .facts = buf_view(&facts)};
    bool good = !facts.failed && salt_payloads(desk, entry, &event, &leaf);
    enum baku_status status = good ? append_leaf(desk, &event, &leaf)
                              : facts.failed || desk->arena.failed
                                  ? desk_memory(desk)
                                  : desk_error(desk, BAKU_FAILED, ERROR_NO_RANDOM, (struct error_facts){0});
    buf_release(&facts);
    leaf.facts = (struct text){0};
    if (entry->leaf)
        *entry->leaf = leaf;
    return status;
}

struct text desk_keep(struct desk *desk, struct buf *words)
{
    char *copy = words->failed ? NULL : arena_copy(&desk->arena, words->at ? words->at : "", words->len);
    struct text text = {copy, copy ? words->len : 0};
    desk->arena.failed = desk->arena.failed || words->failed;
    buf_release(words);
    return text;
}

/* --- looking --- */

json_t *json_digest(const struct digest *digest)
{
    struct buf hex = BUF_INIT;
    digest_write(&hex, digest);
    json_t *json = hex.failed ? NULL : json_text(buf_view(&hex));
    buf_release(&hex);
    return json;
}

json_t *json_moment_at(struct report *report, int64_t at, int32_t east)
{
    struct buf words = BUF_INIT;
    if (at == STORE_NO_TIME || !moment_is_known(at, east))
        return json_null();
    moment_write(&words, at, east);
    return json_buffer(report, &words);
}

enum baku_status desk_people(struct desk *desk, struct store_people *page)
{
    int64_t after = page->n ? page->at[page->n - 1].id : 0;
    return desk_check(desk, store_people(desk->store, after, page, &desk->arena));
}

enum baku_status desk_name_of(struct desk *desk, int64_t person, struct text *name)
{
    struct store_person found = {0};
    enum store_status status = store_person_of(desk->store, person, &found, &desk->arena);
    *name = found.name;
    return status == STORE_ABSENT ? BAKU_YES : desk_check(desk, status);
}

enum baku_status desk_account_of(struct desk *desk, int64_t account, struct text *name)
{
    enum store_status status = store_account_of(desk->store, account, name, &desk->arena);
    return status == STORE_ABSENT ? BAKU_YES : desk_check(desk, status);
}

enum baku_status desk_said(struct desk *desk, int64_t seq, size_t nth, struct text *said)
{
    struct store_payload payload = {0};
    *said = (struct text){0};
    enum store_status status = store_payload(desk->store, seq, nth, &payload, &desk->arena);
    if (status == STORE_OK)
        *said = payload.bytes;
    return status == STORE_ABSENT ? BAKU_YES : desk_check(desk, status);
}
