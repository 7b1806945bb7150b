/* The same case kept by hand: what is due, what is in hand and where it came from, by the words of the language page
 * alone.
 *
 * It shares nothing with the interpreter but the definition as it was read: no plan, no passages, no bits. A document
 * comes in hand by four ways only, and each adds one version: it was brought at a start or handed over late, a
 * completed step hands it over, it is passed into a call, or it is brought back from one. */
#ifndef PROPERTY_LEDGER_H
#define PROPERTY_LEDGER_H

#include "run/interpreter.h"

struct page { /* of one SOP that the case is inside */
    const struct sop *sop;
    uint16_t call_step, choice;
    bool *due, *hand;
    uint32_t *version, *made_by; /* of each document; the number of the event */
    int64_t *since;              /* when it was handed over */
};

struct ledger {
    struct arena *arena;
    struct page pages[8];
    uint16_t depth;
    enum case_status status;
    uint32_t n_events;
};

void ledger_open(struct ledger *ledger, struct arena *arena, const struct sop *sop);

static inline const struct page *ledger_top(const struct ledger *ledger) { return &ledger->pages[ledger->depth]; }

/* Is the command right, now? */
bool ledger_allows(const struct ledger *ledger, const struct command *command);

/* Is the document demanded by the step (of the top page), and not there? Is it there, and too old at `at`? */
bool ledger_lacks(const struct page *page, uint16_t step, uint16_t document);
bool ledger_ran_out(const struct page *page, uint16_t step, uint16_t document, int64_t at);

/* Is it demanded when a case of `sop` starts? */
bool ledger_demands(const struct sop *sop, uint16_t document);

/* When the called SOP starts: is its document passed by the step? */
bool ledger_passes(const struct page *page, uint16_t step, const struct sop *callee, uint16_t document);

/* Writes the event down; must(): it is one that can happen now. */
void ledger_take(struct ledger *ledger, const struct event *event);

/* must(): the state says the same as the ledger. */
void ledger_agrees(const struct ledger *ledger, const struct state *state);

#endif
