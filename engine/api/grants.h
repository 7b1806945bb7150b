/* What users may act as: do published SOPs know it, and who has it? */
#ifndef API_GRANTS_H
#define API_GRANTS_H

#include "api/desk.h"
#include "baku_case.h"

/* A grant is whole or none: UNKNOWN, answered, where it is not. */
enum baku_status grant_check(struct desk *desk, const struct baku_user *user);

/* `*doubt` says what no published SOP knows, the region or the actor in it, and what could have been meant; empty where
 * one knows both, where nothing is published yet, and of an administrator. A grant may come before its SOP: it is only
 * a doubt. */
enum baku_status grant_doubt(struct desk *desk, const struct store_grant *grant, struct text *doubt);

/* UNKNOWN, answered with the nearest, where no published SOP knows the region, or the actor in it; either may be empty.
 * What users were granted does not count: it may be mistyped. Where nothing is published yet it is no mistake. */
enum baku_status grant_known(struct desk *desk, const struct store_grant *grant);

/* Has anybody the grant, but for the person of that number? */
enum baku_status grant_held(struct desk *desk, const struct store_grant *grant, int64_t but, bool *held);

/* Does a step wait that only the grant may do, and has nobody it but for the person of that number? `*task` gets the
 * first then. An administrator is no actor: nothing waits for one. */
enum baku_status grant_waits(struct desk *desk, const struct store_grant *grant, int64_t but, struct store_task *task,
                             bool *waits);

#endif
