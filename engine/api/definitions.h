/* Definitions that cases run: each revision's bundle, loaded once for the handle's life; and the clocks of its regions.
 */
#ifndef API_DEFINITIONS_H
#define API_DEFINITIONS_H

#include "api/desk.h"

struct definition {
    int64_t revision;
    struct library *library; /* of its own */
    struct library_sop *entry;
    const struct sop *sop;     /* NULL, as `entry` is: its texts cannot be run (any more) */
    struct store_revision row; /* with its files */
    struct definition *next;
};

/* The definition of that revision where it is loaded already, or NULL. */
struct definition *definition_loaded(const struct baku *baku, int64_t revision);

/* The definition of that revision, also where its texts cannot be run: one bad revision stops no list. */
enum baku_status definition_find(struct desk *desk, int64_t revision, struct definition **definition);

/* The definition of that revision, with its SOP; else FAILED, answered, and `desk->bad_revision`. */
enum baku_status definition_of(struct desk *desk, int64_t revision, struct definition **definition);

/* All of them, when the handle is closed. */
void definitions_release(struct baku *baku);

/* When the step, due since then, is to be done: by its duration on the clock of its region; STORE_NO_TIME where nothing
 * says. */
enum baku_status definition_until(struct desk *desk, struct definition *definition, const struct sop *sop,
                                  const struct step *step, int64_t since, int64_t *until);

/* The clock of the SOP's region; NULL where it has none that can be relied on. */
enum baku_status definition_clock(struct desk *desk, struct definition *definition, const struct sop *sop,
                                  const struct workclock **clock);

/* The zone of the case's own region, in minutes east; 0 where it cannot be read. */
int32_t definition_east(const struct definition *definition);

#endif
