/* A deed while it is carried out (perform.c); each part of the road has its file. */
#ifndef API_PERFORMANCE_H
#define API_PERFORMANCE_H

#include "api/perform.h"

struct performance {
    struct desk *desk;
    const struct act *act;
    struct outcome *outcome;
    struct state state;
    struct command command;
    const struct sop *sop; /* of the step that is meant, and */
    uint16_t step;         /* its number there; NONE: it has none, or is not where the case stands */
    struct contents contents;
    int64_t at; /* when it really was */
};

/* meant.c: the frame, the step and the choice that the deed is about; UNKNOWN, answered, where there are none. */
enum baku_status performance_find(struct performance *p);

/* law.c: the definition that a new case takes, by the revision that is law when it begins; may turn it down. */
enum baku_status performance_take_law(struct performance *p);

/* permitted.c: may the desk's person do it? Turned down where not, with whom to ask. */
bool performance_may(const struct performance *p);
enum baku_status performance_deny(struct performance *p);

/* when.c: reads when it really was; takes what is told to the minute or second for the least moment where that lies in
 * it; turns down what has not come, or could not have been yet. */
enum baku_status performance_read_time(struct performance *p);
void performance_reach(struct performance *p, int64_t least);
enum baku_status performance_judge_time(struct performance *p);

/* handing.c: what is handed over with the deed; may turn it down. */
enum baku_status performance_take(struct performance *p);

/* turned.c: why the deed comes to nothing. */
void performance_turn_down(struct performance *p, enum baku_status status, const struct denied *denied);
enum baku_status performance_refused(struct performance *p, const struct refusal *refusal);

/* recording.c: appends the events, applies them, stores the case. */
enum baku_status performance_record(struct performance *p, const struct decision *decision);

#endif
