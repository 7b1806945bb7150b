/* Every statement of the store by name; statements.def has their texts. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

enum statement {
#define SQL(name, text) SQL_##name,
#include "store/statements.def"
#undef SQL
    SQL_COUNT,
};

#endif
