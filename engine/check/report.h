/* How a check reports: a finding of the SOP at hand, at a place as a waiver names it. */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "check/check.h"

/* A finding, to be completed by the caller; NULL when memory is out (the arena says so) or the file is full of them. */
struct finding *check_report(struct checker *c, enum finding_code code, struct span span, struct text at);

/* The place `LEFT.RIGHT`, in the checker's arena; empty when memory is out. */
struct text check_place(struct checker *c, struct text left, struct text right);

/* The passes, each in a file of its own. */
void check_title_page(struct checker *c); /* identity.c: B501-B507 */
void check_secrets(struct checker *c);    /* secrets.c: B508 */

#endif
