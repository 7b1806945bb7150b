/* Events and their canonical bytes, both ways.
 *
 * An event is a fact about one case; folding a case's events in their order gives its state. Steps and documents are
 * numbers of the definition that the case runs. The bytes are canonical: one event has exactly one encoding, and bytes
 * that are not that encoding are refused, so a digest over them stands for the event.
 *
 *     body     = version(1) kind depth at part*        every part that events.def names for the kind, in this order
 *     depth    = number                                how many calls deep; 0 is the case's own SOP
 *     at       = zigzag number                         when it happened, milliseconds since 1970-01-01T00:00Z
 *     S step   = number
 *     A answer = one byte: 0 none, 1 Ya, 2 Tidak
 *     C choice = number                                which of the call's SOPs, from 0
 *     D, W     = count, then the documents' numbers: the first as it is, each other as the distance to the one before
 *                (at least 1: the list rises)
 *     number   = LEB128, seven bits a byte, low ones first, without a needless last byte
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/arena.h"
#include "base/buf.h"

enum { EVENT_VERSION = 1 };

enum event_part { PART_S = 1, PART_A = 2, PART_C = 4, PART_D = 8, PART_W = 16 };

enum event_kind {
#define EVENT(name, number, parts, meaning) EVENT_##name = (number),
#include "model/events.def"
#undef EVENT
    EVENT_KINDS,
};

enum answer { ANSWER_NONE, ANSWER_YA, ANSWER_TIDAK };

/* Documents by number, rising. */
struct documents {
    const uint16_t *at;
    uint16_t n;
};

/* Parts that the kind does not have are zero. */
struct event {
    enum event_kind kind;
    enum answer answer;
    uint16_t depth, step, choice;
    int64_t at;
    struct documents documents, waived;
};

/* The parts that a kind has, or -1 where the number names no kind. */
int event_parts(int kind);

/* Appends the body's bytes; check `to->failed`. */
void event_encode(struct buf *to, const struct event *event);

enum event_verdict { EVENT_OK, EVENT_MALFORMED, EVENT_OUT_OF_MEMORY };

/* Reads one body, all of `bytes` and nothing more. Lists are allocated from `arena`. What is well formed may still
 * make no sense for a definition: apply() refuses that. */
enum event_verdict event_decode(struct text bytes, struct arena *arena, struct event *event);

#endif
