#include "base/text.h"

#include <string.h>

struct text text_of(const char *string) { return string ? (struct text){string, strlen(string)} : (struct text){0}; }

bool text_eq(struct text a, struct text b) { return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0); }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool text_eq_blind(struct text a, struct text b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && lower(a.at[i]) == lower(b.at[i]))
        i++;
    return i == a.len && i == b.len;
}

int text_cmp(struct text a, struct text b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

struct text text_trim(struct text text)
{
    while (text.len && is_blank(text.at[0])) {
        text.at++;
        text.len--;
    }
    while (text.len && is_blank(text.at[text.len - 1]))
        text.len--;
    return text;
}

bool text_begins(struct text text, struct text with)
{
    return text.len >= with.len && (with.len == 0 || memcmp(text.at, with.at, with.len) == 0);
}

ptrdiff_t text_find(struct text text, char byte)
{
    const char *found = text.len ? memchr(text.at, byte, text.len) : NULL;
    return found ? found - text.at : -1;
}

struct text text_cut(struct text text, char byte, struct text *rest)
{
    ptrdiff_t at = text_find(text, byte);
    if (at < 0) {
        *rest = (struct text){0};
        return text;
    }
    *rest = (struct text){text.at + at + 1, text.len - (size_t)at - 1};
    return (struct text){text.at, (size_t)at};
}

bool text_number(struct text text, int64_t *value)
{
    if (text.len == 0 || text.len > 18)
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        number = number * 10 + (text.at[i] - '0');
    }
    *value = number;
    return true;
}

bool text_is_key(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return text.len > 0;
}
