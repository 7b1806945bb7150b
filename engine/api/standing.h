/* Where a case stands after a change: its state in bytes, and what is due since when and until when. */
#ifndef API_STANDING_H
#define API_STANDING_H

#include "api/perform.h"

struct standing {
    const struct state *state; /* as it is now */
    struct store_case before;  /* as it was stored; version 0: not yet */
    struct text done;          /* the path of the step that was done: where it is due again, it is so anew */
    int64_t at;                /* when the change really was */
};

/* The entry of what is due at that path, or NULL. */
const struct store_due *due_at(const struct store_case *row, struct text path);

/* Fills the outcome's row, whose revision is that of the outcome's definition, and stores it. */
enum baku_status standing_store(const struct standing *standing, struct desk *desk, struct outcome *outcome);

#endif
