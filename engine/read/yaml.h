/* YAML text to a tree of nodes: the only door to libyaml.
 *
 * We read a strict subset of YAML. Every scalar is text: nothing turns into a boolean, a number or a date. Anchors,
 * aliases, tags, merge keys, directives, a second document, keys that are not text, duplicate keys and invisible
 * characters are findings, each with its place. Depth, text and file size are limited, so time and memory are bounded
 * by the bytes read. libyaml counts characters from 0; nodes hold byte spans, converted here and nowhere else. */
#ifndef READ_YAML_H
#define READ_YAML_H

#include "base/finding.h"
#include "base/status.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    bool broken;    /* a finding stands here already: whoever reads it keeps quiet */
    uint32_t count; /* items of a list, pairs of a map */
    struct span span;
    struct text text;   /* of a scalar; NUL-terminated besides */
    struct node *first; /* items; a map's keys and values in turn */
    struct node *next;
};

/* Where findings go and memory comes from while one file is read. */
struct source_file {
    struct text bytes;
    uint32_t number; /* of the file, for findings */
    struct arena *arena;
    struct findings *findings;
};

/* Reads the file's single document. `*root` is NULL where nothing can be read on (a finding says why) and where the
 * file holds nothing at all. Only memory can fail. */
enum status yaml_read(const struct source_file *file, struct node **root);

#endif
