#include "read/values.h"

#include <string.h>

static const struct {
    enum word_set set;
    const char *text;
} words[] = {
#define WORD(set, word) {SET_##set, #word},
#include "read/words.def"
#undef WORD
};

enum word_set word_set(enum word word) { return words[word].set; }

const char *word_text(enum word word) { return words[word].text; }

bool value_is(const struct node *node, enum word word)
{
    return node && text_eq(node->text, text_of(words[word].text));
}

struct text value_text(const struct node *node) { return node ? node->text : (struct text){0}; }

const struct node *value_first(const struct node *node)
{
    if (!node)
        return NULL;
    return node->kind == NODE_SCALAR ? node : node->first;
}

size_t value_count(const struct node *node)
{
    if (!node)
        return 0;
    return node->kind == NODE_SCALAR ? 1 : node->count;
}

struct texts value_texts(struct reader *r, const struct node *node)
{
    size_t count = value_count(node), n = 0;
    struct text *at = count ? ARENA_ARRAY(r->arena, count, struct text) : NULL;
    if (!at)
        return (struct texts){0};
    for (const struct node *item = value_first(node); n < count; item = item->next)
        at[n++] = item->text;
    return (struct texts){at, n};
}

struct span value_span(const struct node *node) { return node ? node->span : (struct span){0}; }

const struct span *value_spans(struct reader *r, const struct node *node)
{
    size_t count = value_count(node), n = 0;
    struct span *at = count ? ARENA_ARRAY(r->arena, count, struct span) : NULL;
    for (const struct node *item = at ? value_first(node) : NULL; n < count && item; item = item->next)
        at[n++] = item->span;
    return at;
}

bool value_true(struct reader *r, const struct node *node, enum key key)
{
    if (!node || value_is(node, WORD_BOOLEAN_false))
        return false;
    if (value_is(node, WORD_BOOLEAN_true))
        return true;
    reader_value(r, node, key_name(key), PHRASE_BOOLEAN);
    return false;
}

calendar_date value_date(struct reader *r, const struct node *node, enum key key)
{
    if (!node)
        return CALENDAR_NO_DATE;
    calendar_date date = calendar_read_date(node->text);
    if (date == CALENDAR_NO_DATE)
        reader_value(r, node, key_name(key), PHRASE_DATE);
    return date;
}

uint32_t value_year(struct reader *r, const struct node *node, enum key key)
{
    int64_t year;
    if (!node)
        return 0;
    if (text_number(node->text, &year) && year >= CALENDAR_FIRST_YEAR && year <= CALENDAR_LAST_YEAR)
        return (uint32_t)year;
    reader_value(r, node, key_name(key), PHRASE_YEAR);
    return 0;
}

struct lines value_lines(struct reader *r, const struct node *node, enum key key)
{
    if (!node)
        return (struct lines){0};
    struct text rest, head = text_cut(node->text, '-', &rest);
    int64_t from, to;
    bool read = text_number(text_trim(head), &from);
    to = from;
    if (read && text_find(node->text, '-') >= 0)
        read = text_number(text_trim(rest), &to);
    if (read && from >= 1 && to >= from && to <= INT32_MAX)
        return (struct lines){(uint32_t)from, (uint32_t)to};
    reader_value(r, node, key_name(key), PHRASE_LINES);
    return (struct lines){0};
}

static struct duration read_duration(struct reader *r, const struct node *node, enum key key, const struct days *days)
{
    struct duration duration = {0};
    struct text near = {0};
    struct finding *finding;
    if (!node)
        return duration;
    enum duration_verdict verdict =
        days ? duration_read(node->text, days, &duration, &near) : duration_read_wall(node->text, &duration, &near);
    switch (verdict) {
    case DURATION_OK:
        break;
    case DURATION_TOO_LONG:
        reader_limit(r, node->span, LIMIT_DURATION_DAYS);
        break;
    case DURATION_BAD:
    case DURATION_THOUSANDS:
    case DURATION_NOT_WHOLE:
        finding = reader_value(r, node, key_name(key),
                               verdict == DURATION_NOT_WHOLE ? PHRASE_DURATION_WHOLE : PHRASE_DURATION);
        if (finding) {
            finding->near = near;
            finding->way = verdict == DURATION_THOUSANDS ? PHRASE_WAY_NO_THOUSANDS : PHRASE_NONE;
        }
        break;
    }
    return duration;
}

struct duration value_duration(struct reader *r, const struct node *node, enum key key, const struct days *days)
{
    return read_duration(r, node, key, days);
}

struct duration value_wall(struct reader *r, const struct node *node, enum key key)
{
    return read_duration(r, node, key, NULL);
}

bool value_is_key(struct reader *r, const struct node *node, struct text what)
{
    if (node->text.len > MAX_KEY_BYTES) {
        reader_limit(r, node->span, LIMIT_KEY_BYTES);
        return false;
    }
    if (text_is_key(node->text))
        return true;
    reader_value(r, node, what, PHRASE_KEY);
    return false;
}

struct text value_place(struct reader *r, struct text left, struct text right)
{
    char *place = arena_alloc(r->arena, left.len + right.len + 2);
    if (!place)
        return (struct text){0};
    memcpy(place, left.at, left.len);
    place[left.len] = '.';
    if (right.len) /* a key that is no text has none */
        memcpy(place + left.len + 1, right.at, right.len);
    return (struct text){place, left.len + 1 + right.len};
}
