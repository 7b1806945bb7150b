/* The legal instruments that Baku knows: read from `sops/data/legal.yaml`, which an administrator extends. */
#ifndef MODEL_LEGAL_H
#define MODEL_LEGAL_H

#include "base/text.h"
#include "model/calendar.h"

/* One row: what it is called, and what became of it. */
struct instrument {
    struct text kind; /* as the file writes it: "Peraturan Presiden" */
    uint32_t number, year;
    struct text subject;     /* what it is about ("tentang …") */
    struct text replaced_by; /* empty: in force */
    calendar_date since;     /* of the replacement, or CALENDAR_NO_DATE */
    struct text source;      /* where this is known from */
};

struct legal {
    const struct instrument *at;
    size_t n;
};

#endif
