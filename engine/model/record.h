/* What an event of the log says besides its envelope: the `facts` of a leaf (store/leaf.h), as canonical bytes.
 *
 *     facts      = version(1) part*            every part that records.def names for the kind, in this order
 *     B body     = text                        the event's body (model/event.h), of a case's kinds
 *     R revision = number                      0: none
 *     P person   = number
 *     G grant    = actor text, region text     keys; region empty: everywhere
 *     S sop      = text
 *     D digest   = 32 bytes
 *     F from     = zigzag number               milliseconds since 1970-01-01T00:00Z
 *     E erased   = number number               the seq of the event, and which of its payloads, from 0
 *     C contents = count, then each: the document's number (the first as it is, each other as the distance to the one
 *                  before, at least 1), one byte 0 text or 1 file, one byte 0 taken as it is or 1 judged, its size
 *     U said     = one byte, bits of enum said
 *     text       = length, then the bytes
 *     number     = as in model/number.h
 *
 * The payloads that the leaf names stand in this order: what was said, by rising bit, then one for each content. A
 * content that was judged fitted its type when it was handed over: nobody judges it again. The kind is the leaf's. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/digest.h"
#include "model/event.h"

enum { RECORD_VERSION = 1 };

enum record_part {
    RECORD_B = 1,
    RECORD_R = 2,
    RECORD_P = 4,
    RECORD_G = 8,
    RECORD_S = 16,
    RECORD_D = 32,
    RECORD_F = 64,
    RECORD_E = 128,
    RECORD_C = 256,
    RECORD_U = 512,
};

enum record_kind {
#define RECORD(name, number, parts, meaning) RECORD_##name = (number),
#include "model/records.def"
#undef RECORD
};

/* Free texts beside a record; each is a payload. */
enum said { SAID_TITLE = 1, SAID_KEY = 2, SAID_NOTE = 4, SAID_REASON = 8, SAID_NAME = 16, SAID_ALL = 31 };

/* What was handed over for a document, but for its bytes. */
struct content {
    uint16_t document;
    bool file, judged;
    int64_t size;
};

struct record {
    int32_t kind;
    uint8_t said;
    struct event event;
    int64_t revision, person;
    struct text actor, region, sop;
    struct digest digest;
    int64_t from;
    int64_t erased_seq, erased_nth;
    const struct content *contents; /* documents rising */
    uint16_t n_contents;
};

/* The parts that a kind has, or -1 where the number names no kind. */
int record_parts(int64_t kind);

/* Is it an event of the interpreter (model/events.def), which apply() folds? */
bool record_is_folded(int64_t kind);

/* Appends the bytes; check `to->failed`. */
void record_encode(struct buf *to, const struct record *record);

/* Reads all of `bytes` and nothing more, as a record of that kind; texts point into them. */
enum event_verdict record_decode(int64_t kind, struct text bytes, struct arena *arena, struct record *record);

/* How many payloads its leaf must name. */
size_t record_payloads(const struct record *record);

/* Which of them holds what was said, or the n-th content; `said` must be one bit that is set. */
size_t record_said_at(const struct record *record, enum said said);
size_t record_content_at(const struct record *record, size_t nth);

#endif
