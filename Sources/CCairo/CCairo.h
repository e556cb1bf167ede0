#ifndef MOBILENET_EXPLORER_CCAIRO_H
#define MOBILENET_EXPLORER_CCAIRO_H

#include <cairo.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>

#endif
