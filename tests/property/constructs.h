/* Which constructs of the language a SOP shows, and how often each has occurred. */
#ifndef PROPERTY_CONSTRUCTS_H
#define PROPERTY_CONSTRUCTS_H

#include "property/family.h"

enum construct {
#define STEP(name, holds) CONSTRUCT_##name,
#define DOCUMENT(name, holds) CONSTRUCT_##name,
#define SOP(name, holds) CONSTRUCT_##name,
#include "property/constructs.def"
#undef STEP
#undef DOCUMENT
#undef SOP
    CONSTRUCTS,
};

extern const char *const construct_names[CONSTRUCTS];

/* Adds one to each construct that the main SOP, or one that its cases may come to, holds. */
void constructs_count(size_t counts[CONSTRUCTS], const struct family *family);

#endif
