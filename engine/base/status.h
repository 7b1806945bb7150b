/* The world failed: what a function that needs memory or a device answers.
 *
 * Zero is success; every failure is negative and is passed up unchanged. Findings and refusals are values and
 * never travel this way. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    STATUS_OK = 0,
    STATUS_MEMORY = -1, /* an allocation was refused */
    STATUS_WORLD = -2,  /* a file, a device or the system said no; `world/` keeps the sentence */
};

#endif
