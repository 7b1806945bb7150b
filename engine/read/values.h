/* Scalars and lists read by the type that their place demands. Each reports B009 at the value when it cannot be read,
 * and then answers the type's "absent". A NULL node is absent, too. */
#ifndef READ_VALUES_H
#define READ_VALUES_H

#include "model/sop.h"
#include "read/keys.h"

struct text value_text(const struct node *node);
struct texts value_texts(struct reader *r, const struct node *node);
bool value_true(struct reader *r, const struct node *node, enum key key);
calendar_date value_date(struct reader *r, const struct node *node, enum key key);
struct lines value_lines(struct reader *r, const struct node *node, enum key key);
struct duration value_duration(struct reader *r, const struct node *node, enum key key, const struct days *days);
struct duration value_wall(struct reader *r, const struct node *node, enum key key);

/* The key that an author gives to an actor or document: false with a finding unless it is `[a-z0-9-]+`. */
bool value_is_key(struct reader *r, const struct node *node, struct text what);

/* The first item of a text or a list of texts; walk on with `->next`. */
const struct node *value_first(const struct node *node);
size_t value_count(const struct node *node);

/* `LEFT.RIGHT` in the reader's arena: the name of a place. */
struct text value_place(struct reader *r, struct text left, struct text right);

#endif
