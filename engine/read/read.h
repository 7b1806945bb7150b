/* From YAML bytes to the typed model.
 *
 * Reading goes in waves, and each relies on the ones before: bytes to a tree (yaml.h), the tree to keys of the right
 * shape (keys.h), declarations, then names resolved to numbers, then calls linked to the SOPs that they name. It goes
 * on after an error, so that one run reports all. Findings go to the file's list; nothing is ever half a model: a SOP
 * with an error of its own has no plan, and no case of it can start. */
#ifndef READ_READ_H
#define READ_READ_H

#include "model/holidays.h"
#include "model/legal.h"
#include "model/scenario.h"
#include "model/sop.h"
#include "read/yaml.h"

/* Reads a region's file; `key` is its folder's name. `*region` is complete even where findings stand. */
enum status read_region(const struct source_file *file, struct text key, struct region **region);

/* Reads a SOP's file. Calls are not linked yet. `*sop` is NULL where nothing could be read. */
enum status read_sop(const struct source_file *file, struct text name, const struct region *region, struct sop **sop);

/* Judges the calls of a SOP, whose callees' `sop` the caller has set where such a SOP exists (B104, B103, passages).
 * `known` are the names of all SOPs, for "did you mean". A callee without a plan has errors of its own and is
 * not looked into. */
enum status read_link(const struct source_file *file, struct sop *sop, struct texts known);

/* B106: does a call of this SOP come back to it? All SOPs must be linked. */
enum status read_circles(const struct source_file *file, struct sop *sop);

/* Reads the file of legal instruments. Rows that stand in an error are left out. */
enum status read_legal(const struct source_file *file, struct legal *legal);

/* Reads a file of holidays. Where it has an error, its days are not to be used. */
enum status read_holidays(const struct source_file *file, struct holidays *holidays);

/* Judges the files of holidays that a region names, each once and of those that are `known`; `file` is the region's. */
enum status read_holiday_names(const struct source_file *file, const struct region *region, struct texts known);

/* Reads a scenario's file; `days` are those of its region. `*scenario` is NULL where it has an error. */
enum status read_scenario(const struct source_file *file, const struct days *days, struct scenario **scenario);

#endif
