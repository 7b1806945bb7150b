/* The parts that a region and a SOP share: actors, the title page, waivers, working weeks. */
#ifndef READ_PARTS_H
#define READ_PARTS_H

#include "read/values.h"

/* An actor from `key: title` or `key: {title, applicant}`. */
struct actor part_actor(struct reader *r, const struct node *key, const struct node *value);

/* The title page under the key `identity` of `root`; what it does not state is taken from `defaults` (NULL: none). */
struct identity part_identity(struct reader *r, const struct node *root, const struct node *node,
                              const struct identity *defaults);

/* A title page that states nothing. */
struct identity part_no_identity(void);

/* B108: the waiver can have no effect, and why. */
struct finding *part_report_waiver(struct reader *r, const struct waiver *waiver, enum phrase problem);

/* Waivers as written; whether their places exist is for who knows the steps. */
struct waivers part_waivers(struct reader *r, const struct node *list, bool regional);

struct work_week part_work_week(struct reader *r, const struct node *map);

#endif
