/* The legal instruments that Baku knows: read from `sops/data/legal.yaml`, which an administrator extends. */
#ifndef MODEL_LEGAL_H
#define MODEL_LEGAL_H

#include "base/text.h"
#include "model/calendar.h"

enum { LEGAL_MOST_NUMBER = 999999 };

struct legal_kind;

/* One row: what it is called, and what became of it. */
struct instrument {
    struct text kind;              /* as the file writes it: "Peraturan Presiden" */
    const struct legal_kind *sort; /* the kind that this names */
    uint32_t number, year;
    struct text subject;     /* what it is about ("tentang …") */
    struct text replaced_by; /* empty: in force */
    calendar_date since;     /* of the replacement, or CALENDAR_NO_DATE */
    struct text source;      /* where this is known from */
};

/* A kind of instrument and the other ways in which people write it. */
struct legal_kind {
    struct text name;
    struct texts aliases;
};

struct legal {
    const struct instrument *at;
    size_t n;
    const struct legal_kind *kinds; /* every instrument's kind is one of them */
    size_t n_kinds;
};

/* The kind that the whole text names, by its name or an alias; NULL where none does. */
const struct legal_kind *legal_kind_of(const struct legal *legal, struct text text);

#endif
