/* Waivers: findings that an office has accepted, matched by code and place; and the waivers that accept nothing. */
#ifndef CHECK_WAIVERS_H
#define CHECK_WAIVERS_H

#include "check/check.h"

/* Marks the findings of a file that these waivers accept, with the reason of the first that does. */
void waivers_accept(const struct waivers *waivers, uint32_t file, struct findings *findings);

/* B108 for the SOP's own waivers that accept nothing of what has been looked for; none of them, nor of its region's,
 * takes a demand away any more. */
void waivers_judge(struct checker *c, enum checked checked);

#endif
