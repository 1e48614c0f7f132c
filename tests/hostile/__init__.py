"""Does anything that strangers or users send break Pinpoint, or make it wrong in silence?"""
