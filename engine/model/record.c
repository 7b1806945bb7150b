#include "model/record.h"

#include <string.h>

#include "base/must.h"
#include "model/number.h"

#define EVENT(name, number, parts, meaning)                                                                            \
    _Static_assert((int)RECORD_##name == (int)EVENT_##name, "a case's record has its event's number");
#include "model/events.def"
#undef EVENT

int record_parts(int64_t kind)
{
    switch (kind) {
#define RECORD(name, number, parts, meaning)                                                                           \
    case number:                                                                                                       \
        return parts;
#include "model/records.def"
#undef RECORD
    default: /* not an enum: any number */
        return -1;
    }
}

bool record_is_folded(int64_t kind) { return kind > 0 && kind < EVENT_KINDS; }

/* --- writing --- */

static void put_body(struct buf *to, const struct event *event)
{
    struct buf body = BUF_INIT;
    event_encode(&body, event);
    number_put_text(to, buf_view(&body));
    to->failed = to->failed || body.failed;
    buf_release(&body);
}

static void put_contents(struct buf *to, const struct record *record)
{
    number_put(to, record->n_contents);
    for (uint16_t i = 0; i < record->n_contents; i++) {
        const struct content *content = &record->contents[i];
        must(i == 0 || content->document > record->contents[i - 1].document);
        number_put(to, (uint64_t)(content->document - (i ? record->contents[i - 1].document : 0)));
        buf_byte(to, content->file);
        buf_byte(to, content->judged);
        number_put(to, (uint64_t)content->size);
    }
}

void record_encode(struct buf *to, const struct record *record)
{
    int parts = record_parts(record->kind);
    must(parts >= 0);
    number_put(to, RECORD_VERSION);
    if (parts & RECORD_B)
        put_body(to, &record->event);
    if (parts & RECORD_R)
        number_put(to, (uint64_t)record->revision);
    if (parts & RECORD_P)
        number_put(to, (uint64_t)record->person);
    if (parts & RECORD_G) {
        number_put_text(to, record->actor);
        number_put_text(to, record->region);
    }
    if (parts & RECORD_S)
        number_put_text(to, record->sop);
    if (parts & RECORD_D)
        buf_bytes(to, record->digest.bytes, DIGEST_SIZE);
    if (parts & RECORD_F)
        number_put_signed(to, record->from);
    if (parts & RECORD_E) {
        number_put(to, (uint64_t)record->erased_seq);
        number_put(to, (uint64_t)record->erased_nth);
    }
    if (parts & RECORD_C)
        put_contents(to, record);
    if (parts & RECORD_U)
        buf_byte(to, record->said);
}

/* --- reading --- */

static int64_t get_count(struct number_reader *reader) { return (int64_t)number_get(reader, INT64_MAX); }

static unsigned get_byte(struct number_reader *reader, unsigned most)
{
    struct text byte = number_get_bytes(reader, 1);
    unsigned value = byte.len ? (unsigned char)*byte.at : 0;
    reader->bad = reader->bad || value > most;
    return value;
}

static enum event_verdict get_body(struct number_reader *reader, struct arena *arena, struct record *record)
{
    struct text body = number_get_text(reader);
    if (reader->bad)
        return EVENT_MALFORMED;
    enum event_verdict verdict = event_decode(body, arena, &record->event);
    return verdict == EVENT_OK && (int64_t)record->event.kind != record->kind ? EVENT_MALFORMED : verdict;
}

static enum event_verdict get_contents(struct number_reader *reader, struct arena *arena, struct record *record)
{
    uint64_t count = number_get(reader, UINT16_MAX), last = 0;
    /* Each takes four bytes at least: a count that the bytes cannot hold asks for no memory. */
    if (reader->bad || count > (uint64_t)(reader->end - reader->at) / 4)
        return EVENT_MALFORMED;
    struct content *at = ARENA_ARRAY(arena, (size_t)count, struct content);
    if (!at)
        return EVENT_OUT_OF_MEMORY;
    for (size_t i = 0; i < count; i++) {
        uint64_t step = number_get(reader, UINT16_MAX);
        reader->bad = reader->bad || (i && step == 0) || last + step > UINT16_MAX;
        last += step;
        at[i].document = (uint16_t)last;
        at[i].file = get_byte(reader, 1);
        at[i].judged = get_byte(reader, 1);
        at[i].size = get_count(reader);
    }
    record->contents = at;
    record->n_contents = (uint16_t)count;
    return EVENT_OK;
}

static void get_digest(struct number_reader *reader, struct digest *digest)
{
    struct text bytes = number_get_bytes(reader, DIGEST_SIZE);
    if (bytes.len)
        memcpy(digest->bytes, bytes.at, DIGEST_SIZE);
}

static enum event_verdict get_parts(struct number_reader *reader, int parts, struct arena *arena, struct record *record)
{
    enum event_verdict verdict = parts & RECORD_B ? get_body(reader, arena, record) : EVENT_OK;
    if (verdict != EVENT_OK)
        return verdict;
    if (parts & RECORD_R)
        record->revision = get_count(reader);
    if (parts & RECORD_P)
        record->person = get_count(reader);
    if (parts & RECORD_G) {
        record->actor = number_get_text(reader);
        record->region = number_get_text(reader);
    }
    if (parts & RECORD_S)
        record->sop = number_get_text(reader);
    if (parts & RECORD_D)
        get_digest(reader, &record->digest);
    if (parts & RECORD_F)
        record->from = number_get_signed(reader);
    if (parts & RECORD_E) {
        record->erased_seq = get_count(reader);
        record->erased_nth = get_count(reader);
    }
    if (parts & RECORD_C)
        verdict = get_contents(reader, arena, record);
    if (parts & RECORD_U)
        record->said = (uint8_t)get_byte(reader, SAID_ALL);
    return verdict;
}

enum event_verdict record_decode(int64_t kind, struct text bytes, struct arena *arena, struct record *record)
{
    struct number_reader reader = number_reader_of(bytes);
    int parts = record_parts(kind);
    *record = (struct record){0};
    if (parts < 0 || number_get(&reader, UINT16_MAX) != RECORD_VERSION)
        return EVENT_MALFORMED;
    record->kind = (int32_t)kind;
    enum event_verdict verdict = get_parts(&reader, parts, arena, record);
    return verdict == EVENT_OK && !number_read_all(&reader) ? EVENT_MALFORMED : verdict;
}

/* --- payloads --- */

static size_t count_bits(unsigned bits) { return (size_t)__builtin_popcount(bits); }

size_t record_payloads(const struct record *record) { return count_bits(record->said) + record->n_contents; }

size_t record_said_at(const struct record *record, enum said said)
{
    must(record->said & said);
    return count_bits(record->said & ((unsigned)said - 1));
}

size_t record_content_at(const struct record *record, size_t nth) { return count_bits(record->said) + nth; }
