#include "model/event.h"

#include "base/must.h"
#include "model/number.h"

int event_parts(int kind)
{
    switch (kind) {
#define EVENT(name, number, parts, meaning)                                                                            \
    case number:                                                                                                       \
        return parts;
#include "model/events.def"
#undef EVENT
    default: /* not an enum: any byte */
        return -1;
    }
}

/* Writes into a small block first: one growth check for a whole event instead of one a number, as number_put has. */
struct writer {
    struct buf *to;
    unsigned char block[64];
    size_t n;
};

static void flush(struct writer *w)
{
    buf_bytes(w->to, w->block, w->n);
    w->n = 0;
}

static void put_number(struct writer *w, uint64_t value)
{
    if (w->n + 10 > sizeof w->block)
        flush(w);
    for (; value >= 0x80; value >>= 7)
        w->block[w->n++] = (unsigned char)(value | 0x80);
    w->block[w->n++] = (unsigned char)value;
}

static void put_documents(struct writer *w, struct documents list)
{
    put_number(w, list.n);
    for (uint16_t i = 0; i < list.n; i++) {
        must(i == 0 || list.at[i] > list.at[i - 1]);
        put_number(w, i ? (uint64_t)(list.at[i] - list.at[i - 1]) : list.at[0]);
    }
}

void event_encode(struct buf *to, const struct event *event)
{
    int parts = event_parts((int)event->kind);
    must(parts >= 0);
    struct writer w = {.to = to};
    put_number(&w, EVENT_VERSION);
    put_number(&w, event->kind);
    put_number(&w, event->depth);
    put_number(&w, (uint64_t)event->at << 1 ^ (event->at < 0 ? UINT64_MAX : 0));
    if (parts & PART_S)
        put_number(&w, event->step);
    if (parts & PART_A)
        put_number(&w, event->answer);
    if (parts & PART_C)
        put_number(&w, event->choice);
    if (parts & PART_D)
        put_documents(&w, event->documents);
    if (parts & PART_W)
        put_documents(&w, event->waived);
    flush(&w);
}

static enum event_verdict get_documents(struct number_reader *r, struct arena *arena, struct documents *list)
{
    uint64_t count = number_get(r, UINT16_MAX);
    /* Each number takes a byte at least: a count that the bytes cannot hold is refused before memory is asked for. */
    if (r->bad || count > (uint64_t)(r->end - r->at))
        return EVENT_MALFORMED;
    uint16_t *at = ARENA_ARRAY(arena, (size_t)count, uint16_t);
    if (!at)
        return EVENT_OUT_OF_MEMORY;
    uint64_t last = 0;
    for (size_t i = 0; i < count && !r->bad; i++) {
        uint64_t step = number_get(r, UINT16_MAX);
        r->bad = r->bad || (i > 0 && step == 0) || last + step > UINT16_MAX;
        last += step;
        at[i] = (uint16_t)last;
    }
    *list = (struct documents){at, (uint16_t)count};
    return r->bad ? EVENT_MALFORMED : EVENT_OK;
}

enum event_verdict event_decode(struct text bytes, struct arena *arena, struct event *event)
{
    struct number_reader r = number_reader_of(bytes);
    *event = (struct event){0};
    enum event_verdict verdict = EVENT_OK;
    if (number_get(&r, UINT16_MAX) != EVENT_VERSION)
        return EVENT_MALFORMED;
    event->kind = (enum event_kind)number_get(&r, EVENT_KINDS - 1);
    int parts = event_parts((int)event->kind);
    event->depth = (uint16_t)number_get(&r, UINT16_MAX);
    event->at = number_get_signed(&r);
    if (r.bad || parts < 0)
        return EVENT_MALFORMED;
    if (parts & PART_S)
        event->step = (uint16_t)number_get(&r, UINT16_MAX);
    if (parts & PART_A)
        event->answer = (enum answer)number_get(&r, ANSWER_TIDAK);
    if (parts & PART_C)
        event->choice = (uint16_t)number_get(&r, UINT16_MAX);
    if (parts & PART_D)
        verdict = get_documents(&r, arena, &event->documents);
    if (verdict == EVENT_OK && (parts & PART_W))
        verdict = get_documents(&r, arena, &event->waived);
    if (verdict == EVENT_OK && !number_read_all(&r))
        verdict = EVENT_MALFORMED;
    return verdict;
}
