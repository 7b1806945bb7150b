/* What is handed over with a deed: documents by number, and the contents that come with some of them. */
#ifndef API_CONTENTS_H
#define API_CONTENTS_H

#include "api/chronicle.h"
#include "baku_case.h"

enum denial {
    DENIAL_NONE,
#define DENIAL(name, kind, id, en) DENIAL_##name,
#include "api/denials.def"
#undef DENIAL
};

/* Why a deed is refused by what comes before the interpreter. */
struct denied {
    enum denial denial;
    struct text name, other;
};

const char *denial_kind(enum denial denial);
void denial_message(struct buf *to, const struct denied *denied, enum lang lang);

/* The bytes of each document of the deed, read before the change begins: nobody waits for a slow disk. */
enum baku_status contents_read(struct desk *desk, const struct baku_deed *deed, struct text **bytes);

struct contents {
    struct documents documents; /* all that is handed over, ticks too */
    const struct content *at;   /* those with bytes, documents rising */
    const struct text *bytes;   /* beside them */
    uint16_t n;
};

/* Which documents a deed may hand over, and where. */
struct hatch {
    const struct sop *sop;
    const uint64_t *set;       /* the documents that may come through */
    struct text prefix;        /* of the frame: `CALLSTEP/DOCUMENT` */
    const char *option;        /* "--given" or "--output" */
    const struct state *state; /* what is brought late goes to any of its frames; else NULL */
};

/* A content that is handed over. */
struct brought {
    const struct document *document;
    const struct baku_handed *handed;
    struct text bytes;
    const char *option;
};

/* Why it does not pass its document's type; fills the size, and whether it was judged (content_judge.c). */
struct denied content_judge(struct desk *desk, const struct brought *brought, struct content *content);

/* Numbers and judges what the deed hands over; `denied` gets the first that does not pass its type. UNKNOWN, answered:
 * there is no such document here. */
enum baku_status contents_take(struct desk *desk, const struct hatch *hatch, const struct baku_deed *deed,
                               const struct text *bytes, struct contents *contents, struct denied *denied);

/* UNKNOWN, answered: no content of that document is in the case; those that have one are named. */
enum baku_status contents_absent(struct desk *desk, const struct chronicle *chronicle, struct text document);

#endif
